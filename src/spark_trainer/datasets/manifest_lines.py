"""Lines of a manifest by the ids of their videos, without a look into the others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST

_IDS = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')

Lines = dict[str, tuple[int, dict[str, Any]]]
"""By id: the place of a line, and what it holds."""


def lines_of(folder: Path, wanted: set[str]) -> Lines:
    """The lines of all of them.

    Raises:
        UsageError: there is no such video.
        DatasetError: see `present_lines`.
    """
    found = present_lines(folder, wanted)
    if lacking := sorted(wanted - found.keys()):
        raise UsageError(f"no video {printable(lacking[0])} in {printable(folder)}")
    return found


def present_lines(folder: Path, wanted: set[str]) -> Lines:
    """Those of the lines that there are.

    Raises:
        DatasetError: the manifest cannot be read.
    """
    try:
        return _read(folder / MANIFEST, wanted)
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DatasetError(f"{printable(folder / MANIFEST)}: cannot be read: {e}") from e


def _read(path: Path, wanted: set[str]) -> Lines:
    found: Lines = {}
    marks = {name.encode() for name in wanted}
    with path.open("rb") as stream:
        for place, raw in enumerate(stream):
            # Parsed is what may be one of them: other videos are named in lines too.
            if any(mark in marks for mark in _IDS.findall(raw)):
                value = json.loads(raw)
                if value["id"] in wanted:
                    found[value["id"]] = place, value
    return found
