"""Files that are whole or not there: temporary name, write, fsync, rename, fsync of the folder.

An fsync that fails is never retried on the same descriptor: the kernel may have dropped the dirty
pages, and a second call would report success. It fails the job.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from spark_trainer.core.errors import OutputError
from spark_trainer.core.text import printable


@contextmanager
def output_errors(path: Path, what: str) -> Iterator[None]:
    """Turn the OSError of a write into an OutputError that names path, reason and remedy."""
    try:
        yield
    except OSError as e:
        reason = e.strerror or str(e)
        raise OutputError(
            f"cannot {what} {printable(path)}: {reason}. What was finished is kept: "
            f"make room or mend the folder's permissions, then run the same command again."
        ) from e


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_durable(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a new file and fsync it. For files in a folder that is itself renamed into place."""
    with path.open("xb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write or replace a file so that a crash leaves the old or the new one, never a part.

    Raises:
        OutputError: the folder cannot be written.
    """
    with output_errors(path, "write"):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.tmp")
        try:
            write_durable(temporary, chunks)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        fsync_folder(path.parent)
