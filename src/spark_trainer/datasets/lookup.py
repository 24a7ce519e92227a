"""Find one video of a dataset by what a person would call it."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets.manifest import Entry, file_name, read_manifest
from spark_trainer.datasets.source_names import shown_name
from spark_trainer.datasets.summary import manifest_of
from spark_trainer.datasets.tally import EvenPick

_NAMED = 8
_COMPARED = 20_000


def find_entry(folder: Path, wanted: str) -> Entry:
    """The entry with this id, a unique prefix of it, or its source's name or path.

    Raises:
        UsageError: none or several fit; names the nearest, or those that fit.
        DatasetError: there is no dataset, or it is malformed.
    """
    wanted = portable(wanted)
    place = os.path.abspath(wanted) if "/" in wanted else None  # noqa: PTH100  (no links followed)
    found: list[Entry] = []
    names: EvenPick[str] = EvenPick(_COMPARED)
    videos = 0
    for entry in read_manifest(manifest_of(folder)):
        if entry.id == wanted:
            return entry
        videos += 1
        names.add(entry.id)
        names.add(entry.meta.name)
        if len(found) <= _NAMED and _fits(folder, entry, wanted, place):
            found.append(entry)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(_ambiguous(wanted, found))
    raise UsageError(_unknown(folder, wanted, names.items(), videos))


def _fits(folder: Path, entry: Entry, wanted: str, place: str | None) -> bool:
    if wanted and entry.id.startswith(wanted.lower()):
        return True
    for source in (entry.meta.source_path, *entry.meta.aliases):
        if source == wanted or file_name(source) == wanted:
            return True
        if place is not None and os.path.abspath(folder / source) == place:  # noqa: PTH100
            return True
    called = (entry.meta.source_name or "", *(entry.meta.alias_names or {}).values())
    return any(shown_name(wanted) in (name, file_name(name)) for name in called if name)


def _ambiguous(wanted: str, found: list[Entry]) -> str:
    more = "; and more" if len(found) > _NAMED else ""
    rows = "; ".join(f"{e.id} ({printable(e.meta.name)})" for e in found[:_NAMED])
    return f"`{printable(wanted)}` fits more than one video: {rows}{more}. Give the whole id."


def _unknown(folder: Path, wanted: str, names: list[str], videos: int) -> str:
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    hint = (
        "Nearest: " + ", ".join(f"`{printable(name)}`" for name in near)
        if near
        else "Give an id, the start of one, or the name of a source file"
    )
    return f"no video `{printable(wanted)}` among the {videos} of {printable(folder)}. {hint}."
