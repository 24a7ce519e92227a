"""`/api/datasets/ID/edits`: the history of changes by hand, and changes of many entries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query

from spark_trainer.datasets.edits import Edit, read_edits, undo, undo_all
from spark_trainer.datasets.manifest import file_name
from spark_trainer.jobs.index.entries import entry, names_of, page, read_line
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.dataset_models import EDIT
from spark_trainer.server.routes.edit_models import (
    EntryIds,
    History,
    Replacement,
    Replacements,
    ReplaceWords,
    Undoing,
)
from spark_trainer.server.routes.entries import indexed, tell
from spark_trainer.server.routes.entries_wanted import Wanted
from spark_trainer.server.routes.found import FolderId, folder_path
from spark_trainer.server.routes.shapes import answers

router = APIRouter(prefix="/api/datasets/{dataset}", tags=["entries"])
MOST_IDS = 10_000
"""As many as one request may change."""
MOST_CHARACTERS = 4_000_000
"""Of texts that a request may replace: they come back in the body of the next one."""


@router.get("/entry-ids")
async def list_entry_ids(
    dataset: FolderId,
    shared: Shared,
    wanted: Wanted,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_IDS)] = MOST_IDS,
) -> EntryIds:
    """Ids of entries, in the order of their pages: for changing all that were found."""

    def found() -> EntryIds:
        indexed(shared, dataset)
        some = page(shared.engine, dataset, replace(wanted, offset=offset, limit=limit))
        return EntryIds(ids=[row["id"] for row in some.rows], total=some.total)

    return await aside(found)


@router.get("/edits")
async def list_edits(
    dataset: FolderId,
    shared: Shared,
    entry_id: Annotated[str | None, Query(max_length=16)] = None,
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
    before: Annotated[int | None, Query(ge=1, le=10**9)] = None,
    order: Literal["asc", "desc"] = "asc",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> History:
    """Changes by hand, of the whole dataset or of one entry; in order, or the last one first."""

    def read() -> History:
        edits = read_edits(folder_path(shared, "dataset", dataset))
        mine = [e for e in edits if entry_id in (None, e.entry)]
        within = [e for e in mine if e.number > after and (before is None or e.number < before)]
        some = (within[::-1] if order == "desc" else within)[:limit]
        shown = [_short(one) for one in some]
        return History(
            edits=shown,
            next=some[-1].number if some else after,
            total=len(mine),
            names=_names(shared, dataset, some),
            undone={e.undoes: e.number for e in mine if e.undoes},
        )

    return await aside(read)


def _short(edit: Edit) -> Edit:
    """Without the whole line of a video that was taken out."""
    return edit.model_copy(update={"before": None}) if edit.what == "deleted" else edit


def _names(shared: Parts, dataset: str, edits: Iterable[Edit]) -> dict[str, str]:
    """Of the videos, those that are out too."""
    edits = list(edits)
    found = names_of(shared.engine, dataset, {edit.entry for edit in edits})
    for edit in edits:
        if edit.what == "deleted" and isinstance(edit.before, str):
            meta = json.loads(edit.before)["meta"]
            name = meta.get("source_name") or file_name(str(meta["source_path"]))
            found.setdefault(edit.entry, str(name))
    return found


@router.post("/edits/replacements")
async def find_replacements(dataset: FolderId, body: ReplaceWords, shared: Shared) -> Replacements:
    """What finding and replacing would change; changes nothing."""
    return await aside(_replacements, shared, dataset, body)


def _replacements(shared: Parts, dataset: str, asked: ReplaceWords) -> Replacements:
    manifest = indexed(shared, dataset)
    found: list[Replacement] = []
    characters = 0
    for number in dict.fromkeys(asked.entries):
        row = entry(shared.engine, dataset, number)
        if row is None:
            continue  # taken out since it was chosen
        meta = read_line(manifest, row)["meta"]
        for one in _texts(meta, asked):
            after = asked.replaced(one["before"])
            if after == one["before"]:
                continue
            characters += len(one["before"]) + len(after)
            if characters > MOST_CHARACTERS:
                raise ProblemError(413, "that changes too much at once; choose fewer samples")
            found.append(Replacement(entry=number, name=row["name"], after=after, **one))
    return Replacements(replacements=found)


def _texts(meta: dict[str, Any], asked: ReplaceWords) -> Iterable[dict[str, Any]]:
    if "captions" in asked.within:
        yield from _given("caption", None, meta["caption"])
        for index, text in enumerate(meta["all_captions"] or ()):
            yield from _given("all_captions", index, text)
    if "transcripts" in asked.within:
        yield from _given("transcript", None, meta["transcript"])


def _given(what: str, index: int | None, text: str | None) -> Iterable[dict[str, Any]]:
    if text:
        yield {"what": what, "index": index, "before": text}


@router.post("/edits/undo", responses=answers([EDIT]))
async def undo_edits(dataset: FolderId, body: Undoing, shared: Shared) -> list[Edit]:
    """Take changes back, the last one first: all of them or none."""

    def undo_them() -> list[Edit]:
        folder = folder_path(shared, "dataset", dataset)
        made = undo_all(folder, body.numbers)
        tell(shared, dataset, folder)
        return [_short(one) for one in made]

    return await aside(undo_them)


@router.post("/edits/{number}/undo", responses=answers(EDIT))
async def undo_edit(
    dataset: FolderId, number: Annotated[int, Path(ge=1, le=10**9)], shared: Shared
) -> Edit:
    """Take a change back, by a change of its own."""

    def undo_it() -> Edit:
        folder = folder_path(shared, "dataset", dataset)
        made = undo(folder, number)
        tell(shared, dataset, folder)
        return _short(made)

    return await aside(undo_it)
