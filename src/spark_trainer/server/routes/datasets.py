"""`/api/datasets`: datasets and their builds."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Query

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.card import read_card
from spark_trainer.jobs import requests
from spark_trainer.jobs.commands import words_of
from spark_trainer.jobs.index import folders
from spark_trainer.jobs.index.entries import Asked, page
from spark_trainer.models.user_config import read_user_config
from spark_trainer.server.disk_use import disk_use
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import datasets_root
from spark_trainer.server.routes.dataset_models import (
    Dataset,
    DatasetDetail,
    DatasetSize,
    NewDataset,
)
from spark_trainer.server.routes.entries import indexed
from spark_trainer.server.routes.found import FolderId, folder_row
from spark_trainer.server.routes.jobs import Job, job_json
from spark_trainer.server.routes.uploads import store_of
from spark_trainer.server.security.job_paths import check_paths
from spark_trainer.server.trash import Trashed, empty_trash, put_back, throw_away, trashed

router = APIRouter(prefix="/api/datasets", tags=["datasets"])
COMMAND = "dataset build"


@router.get("")
async def list_datasets(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> list[Dataset]:
    """Datasets, the one that changed last first."""
    rows = await aside(lambda: folders.rows(shared.engine, "dataset", limit=limit, offset=offset))
    return [Dataset(**_facts(row)) for row in rows]


@router.post("", status_code=201)
async def build_dataset(asked: NewDataset, shared: Shared) -> Job:
    """Build a dataset from uploads, or from a folder that the server can read."""
    return Job(**job_json(await aside(_build, shared, asked)))


def _build(shared: Parts, asked: NewDataset) -> Any:
    if (asked.collection is None) == (asked.folder is None):
        raise ProblemError(422, "give one of `collection` and `folder`")
    if taken := sorted({"input", "output"} & asked.options.keys()):
        raise ProblemError(422, f"option {taken[0]}: is said by `folder`, `collection` and `name`")
    # As a person in that folder would type it: the page shows the very line that runs.
    output = str(FilePath(read_user_config().paths.datasets).expanduser() / asked.name)
    source = asked.folder or str(shared.settings.uploads / str(asked.collection))
    options = {"input": source, "output": output, **asked.options}
    check_paths(shared.settings, COMMAND, [], options)
    if not (shared.settings.workdir / source).is_dir():
        raise ProblemError(422, "there is no such folder of videos")
    if asked.collection is not None:
        store_of(shared).write_names(asked.collection)
    row = requests.submit(
        shared.settings,
        shared.engine,
        words_of(COMMAND, [], options),
        shared.settings.workdir,
        name=f"build of {asked.name}",
    )
    shared.answers.forget()
    return row


@router.get("/trash")
async def list_trash(shared: Shared) -> list[Trashed]:
    """Datasets that were deleted, and can be put back."""
    return await aside(trashed, datasets_root(shared.settings))


@router.delete("/trash", status_code=204)
async def delete_trash(shared: Shared) -> None:
    """Delete what is in the trash for good."""
    await aside(empty_trash, datasets_root(shared.settings))


@router.post("/trash/{dataset}/restore", status_code=204)
async def restore_dataset(dataset: FolderId, shared: Shared) -> None:
    """Put a dataset back."""
    await aside(put_back, datasets_root(shared.settings), dataset)
    shared.look_at_disk.set()


@router.get("/{dataset}")
async def show_dataset(dataset: FolderId, shared: Shared) -> DatasetDetail:
    """One dataset."""
    row = await aside(folder_row, shared, "dataset", dataset)
    facts = row["facts"]
    return DatasetDetail(
        **_facts(row),
        settings=facts.get("settings") or {},
        pipeline_version=facts.get("pipeline_version"),
        manifest_sha256=facts.get("manifest_sha256"),
        input=await aside(_input_of, FilePath(row["path"])),
    )


def _input_of(folder: FilePath) -> str | None:
    """Where its videos lay; the card names them relative to the folder."""
    try:
        given = read_card(folder).get("input")
    except DatasetError:
        return None
    return os.path.normpath(folder / given) if isinstance(given, str) and given else None


@router.get("/{dataset}/size")
async def size_dataset(dataset: FolderId, shared: Shared) -> DatasetSize:
    """How large it is, and how much of it has texts."""
    row = await aside(folder_row, shared, "dataset", dataset)
    return await aside(_size, shared, row)


def _size(shared: Parts, row: Any) -> DatasetSize:
    indexed(shared, row["id"])

    def total(**flags: bool) -> int:
        return page(shared.engine, row["id"], Asked(flags=flags, limit=1)).total

    size = disk_use(FilePath(row["path"]), row["changed_ns"])
    return DatasetSize(
        entries=total(),
        captioned=total(captioned=True),
        transcribed=total(transcribed=True),
        edited=total(edited=True),
        bytes=size.bytes,
        whole=size.whole,
    )


@router.delete("/{dataset}", status_code=204)
async def delete_dataset(dataset: FolderId, shared: Shared) -> None:
    """Move a dataset into the trash. Only one below the folder of datasets can be deleted."""
    row = await aside(folder_row, shared, "dataset", dataset)
    path = FilePath(row["path"])
    await aside(throw_away, datasets_root(shared.settings), path, dataset)
    shared.look_at_disk.set()


def _facts(row: Any) -> dict[str, Any]:
    facts = row["facts"]
    return {
        "id": row["id"],
        "name": row["name"],
        "path": row["path"],
        "counts": facts.get("counts") or {},
        "changed": row["changed_ns"] / 1e9,
        "problem": facts.get("problem"),
    }
