"""`/api/datasets/ID/entries`: pages, one entry with its pictures and sound, changes by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import ValidationError

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.edits import Change, Edit, change
from spark_trainer.datasets.manifest import Entry
from spark_trainer.jobs.index.entries import (
    Asked,
    entry,
    facts,
    index_entries,
    is_indexed,
    page,
    read_line,
    read_lines,
)
from spark_trainer.jobs.index.entries.fields import CHOICES, FLAGS, UNKNOWN, values_of
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import roots_of
from spark_trainer.server.routes.dataset_models import (
    EDIT,
    LINE,
    Changes,
    EntryChange,
)
from spark_trainer.server.routes.entries_wanted import Wanted
from spark_trainer.server.routes.entry_models import (
    Bounds,
    Entries,
    EntryFields,
    EntryRow,
    Value,
)
from spark_trainer.server.routes.found import FolderId, folder_path
from spark_trainer.server.routes.shapes import answers, file_of
from spark_trainer.server.security.opening import KEPT_BY_BROWSERS, answered, under

router = APIRouter(prefix="/api/datasets/{dataset}", tags=["entries"])
EntryId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", examples=["91028f9d6c72cc81"])]
SMALL_BYTES = 32 << 20
"""Of a manifest that is indexed while somebody waits for it."""
_SHORT = 300
"""Characters of a text in a row of a page."""
_MOST_VALUES = 100
"""Of a choice, that are told."""
_VIDEO = "video/mp4"
_TYPES = {".webm": "video/webm", ".mkv": "video/x-matroska", ".avi": "video/x-msvideo"}


@router.get("/entries")
async def list_entries(
    dataset: FolderId,
    shared: Shared,
    wanted: Wanted,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Entries:
    """A page of entries: filtered, sorted, searched."""
    return await aside(_page, shared, dataset, replace(wanted, offset=offset, limit=limit))


def _page(shared: Parts, dataset: str, asked: Asked) -> Entries:
    manifest = indexed(shared, dataset)
    found = page(shared.engine, dataset, asked)
    lines = read_lines(manifest, found.rows)
    rows = [_row(row, line) for row, line in zip(found.rows, lines, strict=True)]
    return Entries(entries=rows, total=found.total)


def _row(row: Any, line: dict[str, Any]) -> EntryRow:
    meta, values = line["meta"], values_of(line)
    known = {name: values[name] for name in EntryRow.model_fields.keys() & values.keys()}
    known |= {name: bool(values[name]) for name in FLAGS}
    known |= {name: None for name in CHOICES if values[name] == UNKNOWN}
    return EntryRow(
        **known,
        id=row["id"],
        name=row["name"],
        caption=_short(meta["caption"]),
        transcript=_short(meta["transcript"]),
    )


def _short(text: str | None) -> str | None:
    """Of an hour of speech a row needs no more than a glance."""
    return text if text is None or len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


@router.get("/entry-fields")
async def show_entry_fields(dataset: FolderId, shared: Shared) -> EntryFields:
    """What entries can be filtered by: the bounds of each number, the values of each choice."""

    def found() -> EntryFields:
        indexed(shared, dataset)
        known = facts(shared.engine, dataset)
        return EntryFields(
            numbers={
                name: Bounds(least=least, most=most)
                for name, (least, most) in known.numbers.items()
            },
            choices={
                name: [Value(value=value, entries=count) for value, count in _common(values)]
                for name, values in known.choices.items()
            },
        )

    return await aside(found)


def _common(values: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The ones that most entries have, those first."""
    return sorted(values, key=lambda one: (-one[1], one[0]))[:_MOST_VALUES]


def indexed(shared: Parts, dataset: str) -> FilePath:
    """The manifest, whose index is up to date.

    Raises:
        ProblemError: 404; 503, it is being indexed.
    """
    manifest = folder_path(shared, "dataset", dataset) / MANIFEST
    if is_indexed(shared.engine, dataset, manifest):
        return manifest
    if manifest.stat().st_size > SMALL_BYTES:
        shared.look_at_disk.set()
        raise ProblemError(503, "its entries are being indexed", Retry_After="5")
    index_entries(shared.engine, dataset, manifest)
    return manifest


@router.get("/entries/{entry_id}", responses=answers(LINE))
async def show_entry(dataset: FolderId, entry_id: EntryId, shared: Shared) -> Entry:
    """The line of the manifest: every frame, cue, word and step of an entry."""
    return await aside(_entry, shared, dataset, entry_id)


def _entry(shared: Parts, dataset: str, number: str) -> Entry:
    try:
        return Entry.model_validate(_line(shared, dataset, number)[1])
    except ValidationError as e:
        first = e.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DatasetError(f"{number}: key `{key}` of its line: {first['msg']}") from e


def _line(shared: Parts, dataset: str, number: str) -> tuple[FilePath, dict[str, Any]]:
    manifest = indexed(shared, dataset)
    row = entry(shared.engine, dataset, number)
    if row is None:
        raise ProblemError(404, f"no entry {number}")
    return manifest.parent, read_line(manifest, row)


@router.get(
    "/entries/{entry_id}/frames/{number}", response_class=Response, responses=file_of("image/jpeg")
)
async def show_frame(
    dataset: FolderId,
    entry_id: EntryId,
    number: Annotated[int, Path(ge=1, le=10**6)],
    shared: Shared,
    request: Request,
) -> Response:
    """A kept frame, from 1; JPEG."""
    return answered(await aside(_frame, shared, dataset, entry_id, number), "image/jpeg", request)


def _frame(shared: Parts, dataset: str, entry_id: str, number: int) -> FilePath:
    folder, line = _line(shared, dataset, entry_id)
    frames = line["meta"]["frames"]
    if number > len(frames):
        raise ProblemError(404, f"there are {len(frames)} frames")
    return under(folder, f"{line['frames_dir']}/{frames[number - 1]['file']}")


@router.get(
    "/entries/{entry_id}/thumbnail", response_class=Response, responses=file_of("image/jpeg")
)
async def show_thumbnail(
    dataset: FolderId, entry_id: EntryId, shared: Shared, request: Request
) -> Response:
    """Its first kept frame, 256 pixels wide or high at most; JPEG."""
    path = await aside(_frame, shared, dataset, entry_id, 1)
    small = await aside(shared.thumbnails.of, path)
    if small is None:
        return answered(path, "image/jpeg", request)
    return Response(small, media_type="image/jpeg", headers=KEPT_BY_BROWSERS)


@router.get("/entries/{entry_id}/audio", response_class=Response, responses=file_of("audio/wav"))
async def play_audio(
    dataset: FolderId, entry_id: EntryId, shared: Shared, request: Request
) -> Response:
    """Its sound, 16 kHz WAV; ranges are answered."""
    folder, line = await aside(_line, shared, dataset, entry_id)
    if line["audio"] is None:
        raise ProblemError(404, "it has no sound")
    return answered(await aside(under, folder, line["audio"]), "audio/wav", request)


@router.get("/entries/{entry_id}/video", response_class=Response, responses=file_of("video/mp4"))
async def play_video(
    dataset: FolderId, entry_id: EntryId, shared: Shared, request: Request
) -> Response:
    """The video that it was made from, where it still lies under a folder of this server."""
    folder, line = await aside(_line, shared, dataset, entry_id)
    path = await aside(_source, shared, folder, str(line["meta"]["source_path"]))
    return answered(path, _TYPES.get(path.suffix.lower(), _VIDEO), request)


def _source(shared: Parts, folder: FilePath, name: str) -> FilePath:
    try:
        path = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise ProblemError(404, "the source video is not there") from None
    for root in roots_of(shared.settings):
        if path.is_relative_to(root):
            return under(root, path.relative_to(root).as_posix())
    raise ProblemError(404, "the source video lies outside the folders of this server")


@router.patch("/entries/{entry_id}", responses=answers(EDIT))
async def change_entry(
    dataset: FolderId, entry_id: EntryId, body: EntryChange, shared: Shared
) -> Edit:
    """Change a text by hand."""
    asked = Change(entry=entry_id, **body.model_dump())
    (made,) = await aside(_change, shared, dataset, [asked])
    return made


@router.delete("/entries/{entry_id}", responses=answers(EDIT))
async def delete_entry(dataset: FolderId, entry_id: EntryId, shared: Shared) -> Edit:
    """Take a video out of the dataset; undoing that puts it back."""
    asked = Change(entry=entry_id, what="deleted", value=True)
    (made,) = await aside(_change, shared, dataset, [asked])
    return made


@router.post("/edits", responses=answers([EDIT]))
async def change_entries(dataset: FolderId, body: Changes, shared: Shared) -> list[Edit]:
    """Change many entries at once, all or none."""
    return await aside(_change, shared, dataset, body.changes)


def _change(shared: Parts, dataset: str, changes: list[Change]) -> list[Edit]:
    folder = folder_path(shared, "dataset", dataset)
    try:
        made = change(folder, changes)
    except UsageError as e:
        if str(e).startswith("no video"):
            raise ProblemError(404, str(e)) from None
        raise
    tell(shared, dataset, folder)
    return made


def tell(shared: Parts, dataset: str, folder: FilePath) -> None:
    if (folder / MANIFEST).stat().st_size <= SMALL_BYTES:
        index_entries(shared.engine, dataset, folder / MANIFEST)
