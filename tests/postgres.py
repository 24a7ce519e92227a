"""A PostgreSQL of Debian's packages on loopback, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return found[-1].parent if found else None


def _as_postgres(*words: str | Path) -> None:
    """PostgreSQL refuses to be run by root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, words)], check=True, capture_output=True, cwd="/")


@contextmanager
def running() -> Iterator[str]:
    """The URL of a server without databases of its own."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
    data = place / "data"
    try:
        _as_postgres(folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {place} -c fsync=off"
        log = place / "log"
        _as_postgres(folder / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _as_postgres(folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)
