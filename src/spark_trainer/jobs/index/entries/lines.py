"""Lines of a manifest, and what is indexed of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets.manifest import file_name
from spark_trainer.jobs.index.entries.fields import values_of

_MOST_CHARACTERS = 200_000
Row = Mapping[str, Any]
NO_ENTRY = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def rows_of(manifest: Path) -> Iterator[tuple[Row, str]]:
    """What is indexed of each line, and its words.

    Raises:
        DatasetError: a line is no entry.
    """
    offset = 0
    with manifest.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield _row(json.loads(line), offset, len(line))
            except NO_ENTRY as e:
                raise DatasetError(f"{printable(manifest)}:{number}: no entry: {e!r}") from e
            offset += len(line)


def name_of(line: Mapping[str, Any]) -> tuple[str, str]:
    """What people call the video, and the name of its file."""
    file = _shown(file_name(str(line["meta"]["source_path"])))
    return _shown(str(line["meta"].get("source_name") or file)), file


def _shown(name: str) -> str:
    return portable(name).replace("\0", " ")[:255]


def _row(line: Any, offset: int, length: int) -> tuple[Row, str]:
    meta = line["meta"]
    name, file = name_of(line)
    row = {
        "id": str(line["id"]).replace("\0", " ")[:64],
        "name": name,
        "offset": offset,
        "length": length,
        **values_of(line),
    }
    captions = [one for one in (meta["caption"], *meta["all_captions"]) if one]
    said = " ".join(dict.fromkeys([name, file, *captions, meta["transcript"] or ""]))
    return row, portable(said.replace("\0", " "))[:_MOST_CHARACTERS]


def read_line(manifest: Path, row: Row) -> dict[str, Any]:
    """What the manifest says of an entry.

    Raises:
        DatasetError: it was changed since it was indexed.
    """
    (line,) = read_lines(manifest, [row])
    return line


def read_lines(manifest: Path, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What the manifest says of entries.

    Raises:
        DatasetError: it was changed since it was indexed.
    """
    found = []
    try:
        with manifest.open("rb") as stream:
            for row in rows:
                stream.seek(row["offset"])
                value = json.loads(stream.read(row["length"]))
                if value["id"] != row["id"]:
                    raise ValueError("another entry")
                found.append(dict(value))
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DatasetError(
            f"{printable(manifest)}: was changed meanwhile; ask again in a moment"
        ) from e
    return found
