"""One writer a dataset or run folder; the second one learns who holds it."""

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
_TRIES = 20
_PAUSE_S = 0.01

_held: set[int] = set()


def _let_go() -> None:
    """In a forked child: it would hold the folder for as long as it outlives the holder."""
    for fd in _held:
        os.close(fd)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def exclusive(folder: Path, remedy: str = "choose another --output") -> Iterator[None]:
    """Hold the folder while the block runs. The kernel lets go when the process dies.

    Args:
        remedy: what a person can do instead of waiting.

    Raises:
        BusyError: another process holds it; names pid, host, and since when.
        OutputError: the lock file cannot be made.
    """
    path = folder / LOCK_NAME
    with output_errors(path, "open"):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        if not _taken(fd):
            raise BusyError(
                f"{printable(folder)} is being written by {_who(os.pread(fd, 4096, 0))}. "
                f"Wait for it, stop it, or {remedy}."
            )
        _held.add(fd)
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
        _held.discard(fd)
        os.close(fd)


def holder(folder: Path) -> str | None:
    """Who writes the folder now, in words; None where nobody does. Changes nothing.

    Raises:
        OSError: the folder cannot be read.
    """
    try:
        fd = os.open(folder / LOCK_NAME, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _who(os.pread(fd, 4096, 0))
    else:
        return None
    finally:
        os.close(fd)


def _taken(fd: int) -> bool:
    """Take the lock. Tried for a moment: whoever asks for the `holder` has it that long."""
    for tries_left in reversed(range(_TRIES)):
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if tries_left:
                time.sleep(_PAUSE_S)
        else:
            return True
    return False


def _who(note: bytes) -> str:
    try:
        holder = json.loads(note)
        who = f"process {int(holder['pid'])} on {holder['host']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return printable(who)
