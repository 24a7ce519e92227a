"""Changes by hand as a person looks back at them: of which video, and whether they still hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spark_trainer.datasets.edits import Edit, read_edits
from spark_trainer.datasets.manifest import file_name
from spark_trainer.datasets.manifest_lines import present_lines
from spark_trainer.datasets.source_names import shown_name


@dataclass(frozen=True)
class Past:
    """A change, and what became of it."""

    edit: Edit
    name: str | None
    """The video as a person would call it, safe to show; None where no line of it is left."""
    undone_by: int | None
    """The change that took it back, and holds itself."""


def read_history(folder: Path) -> list[Past]:
    """All changes, in order.

    Raises:
        DatasetError: the history or the manifest cannot be read.
    """
    edits = read_edits(folder)
    names, undone = names_of(folder, edits), undone_of(edits)
    return [Past(one, names.get(one.entry), undone.get(one.number)) for one in edits]


def undone_of(edits: Sequence[Edit]) -> dict[int, int]:
    """Changes that do not hold any more, and those that took them back.

    One that was taken back by a change which was itself taken back holds again.
    """
    found: dict[int, int] = {}
    for one in reversed(edits):
        if one.undoes is not None and one.number not in found:
            found.setdefault(one.undoes, one.number)
    return found


def names_of(folder: Path, edits: Iterable[Edit]) -> dict[str, str]:
    """Names of their videos by their ids, of those that are out too.

    Raises:
        DatasetError: the manifest cannot be read.
    """
    edits = list(edits)
    lines = present_lines(folder, {one.entry for one in edits}) if edits else {}
    known = {number: line for number, (_, line) in lines.items()}
    for one in edits:
        if one.what == "deleted" and isinstance(one.before, str):
            known.setdefault(one.entry, json.loads(one.before))
    return {number: _name(line["meta"]) for number, line in known.items()}


def _name(meta: dict[str, object]) -> str:
    return shown_name(str(meta.get("source_name") or file_name(str(meta["source_path"]))))
