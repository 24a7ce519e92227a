"""One writer a dataset folder; the second one learns who holds it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import BusyError
from spark_trainer.core.text import printable

LOCK_NAME = ".lock"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder while the block runs. The kernel lets go when the process dies.

    Raises:
        BusyError: another process holds it; names pid, host, and since when.
        OutputError: the lock file cannot be made.
    """
    path = folder / LOCK_NAME
    with output_errors(path, "open"):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            raise BusyError(_who_holds(folder, os.pread(fd, 4096, 0))) from e
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": time.strftime("%Y-%m-%d %H:%M:%S"),
        }
        with output_errors(path, "write"):
            os.ftruncate(fd, 0)
            os.pwrite(fd, json.dumps(holder).encode(), 0)
        yield
        os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _who_holds(folder: Path, note: bytes) -> str:
    try:
        holder = json.loads(note)
        who = f"process {int(holder['pid'])} on {holder['host']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return (
        f"{printable(folder)} is being written by {printable(who)}. "
        f"Wait for it, stop it, or choose another --output."
    )
