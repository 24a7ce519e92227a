"""The token of this installation: 256 bits, made once, in a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable

FILE = "token"
_SHORTEST = 16
_PRIVATE = 0o600


def own_token(home: Path) -> tuple[str, bool]:
    """The token, and whether it was just made.

    Raises:
        OutputError: the file cannot be written.
        UsageError: the file holds no token, or others can read it.
    """
    path = home / FILE
    with output_errors(path, "open"):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _PRIVATE)
        except FileExistsError:
            return _read(path), False
        made = secrets.token_urlsafe(32)
        with os.fdopen(fd, "w", encoding="ascii") as stream:
            stream.write(made)
            stream.flush()
            os.fsync(stream.fileno())
    return made, True


def _read(path: Path) -> str:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(fd, encoding="ascii", errors="replace") as stream:
        mode = os.fstat(stream.fileno()).st_mode & 0o777
        text = stream.read(4096).strip()
    if mode & 0o077:
        raise UsageError(f"{printable(path)}: others can read it: chmod 600 it, or delete it")
    if len(text) < _SHORTEST or not text.isprintable():
        raise UsageError(f"{printable(path)}: holds no token; delete it, and a new one is made")
    return text
