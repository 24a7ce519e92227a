"""Datasets that were deleted: moved to `.trash` beside the others, until it is emptied."""

from __future__ import annotations

import shutil
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spark_trainer.core.atomic import fsync_folder, output_errors
from spark_trainer.datasets.lock import holder
from spark_trainer.server.problems import ProblemError

FOLDER = ".trash"
_BETWEEN = "--"


class Trashed(BaseModel):
    """A dataset that can be put back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "ff085994788f252f", "name": "pets"}]}
    )

    id: str
    name: str


def throw_away(root: Path, dataset: Path, number: str) -> None:
    """Move a dataset into the trash.

    Raises:
        ProblemError: 409, it lies elsewhere, or is being written.
        OutputError: it cannot be moved.
    """
    if dataset.parent != root:
        raise ProblemError(409, "only a dataset in the folder of datasets can be deleted from here")
    if who := holder(dataset):
        raise ProblemError(409, f"it is being written by {who}")
    trash = root / FOLDER
    with output_errors(trash, "write"):
        trash.mkdir(exist_ok=True)
        place = trash / f"{number}{_BETWEEN}{dataset.name}"
        if place.exists():
            shutil.rmtree(place)  # the one of that name that was deleted before
        dataset.rename(place)
        fsync_folder(root)


def trashed(root: Path) -> list[Trashed]:
    """What is in it, by name."""
    found = []
    for path in (root / FOLDER).glob(f"*{_BETWEEN}*"):
        number, _, name = path.name.partition(_BETWEEN)
        found.append(Trashed(id=number, name=name))
    return sorted(found, key=lambda one: one.name)


def put_back(root: Path, number: str) -> None:
    """Move a dataset out of the trash.

    Raises:
        ProblemError: 404, it is not there; 409, another has its name by now.
    """
    for path in (root / FOLDER).glob(f"{number}{_BETWEEN}*"):
        place = root / path.name.partition(_BETWEEN)[2]
        if place.exists():
            raise ProblemError(409, f"there is another dataset named {place.name}")
        with output_errors(place, "write"):
            path.rename(place)
            fsync_folder(root)
        return
    raise ProblemError(404, "there is no such dataset in the trash")


def empty_trash(root: Path) -> None:
    """Delete what is in it for good."""
    trash = root / FOLDER
    if trash.is_dir() and not trash.is_symlink():
        with output_errors(trash, "delete"):
            shutil.rmtree(trash)
