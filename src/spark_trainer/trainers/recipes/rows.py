"""Rows of JSON lines and CSV files that others wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable


def rows_of(data: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a JSON lines or CSV file, each with its line from 1.

    Raises:
        DatasetError: it cannot be read, or a line is no object.
    """
    try:
        text = data.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise DatasetError(f"{printable(data)}: cannot be read: {e}") from e
    if data.suffix == ".csv":
        yield from enumerate(csv.DictReader(text.splitlines()), 2)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise DatasetError(f"{printable(data)}:{number}: not JSON: {e}") from e
        if not isinstance(row, dict):
            raise DatasetError(f"{printable(data)}:{number}: wanted an object, found {line[:40]}")
        yield number, row
