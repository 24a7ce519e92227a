"""JSON files that came from outside, read without trust in their size, depth or form."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.text import printable


def read_regular(path: Path, most_bytes: int) -> bytes:
    """The bytes of a regular file; a pipe or a device would never end.

    Raises:
        BackendUnavailableError: it is no regular file, is longer, or cannot be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BackendUnavailableError(f"{printable(path)}: not a regular file")
        with path.open("rb") as stream:
            data = stream.read(most_bytes + 1)
    except OSError as e:
        raise BackendUnavailableError(f"{printable(path)}: cannot be read: {e.strerror}") from e
    if len(data) > most_bytes:
        raise BackendUnavailableError(
            f"{printable(path)}: {found.st_size:,} bytes; no such file of a model is longer than "
            f"{most_bytes:,}"
        )
    return data


def parse_json(data: bytes, path: Path) -> Any:
    """The value of a JSON file in UTF-8.

    Raises:
        BackendUnavailableError: it is malformed, or nested deeper than Python's parser goes.
    """
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        why = "nested too deep" if isinstance(e, RecursionError) else str(e)
        raise BackendUnavailableError(f"{printable(path)}: not usable as JSON: {why}") from e
