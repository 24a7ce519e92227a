"""`/api/folders`: folders below those of this server, so that one can be chosen in the page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query

from spark_trainer.core.text import portable
from spark_trainer.pipelines.scan import VIDEO_SUFFIXES
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import roots_of
from spark_trainer.server.routes.shapes import Shape, example
from spark_trainer.server.settings import ServerSettings

router = APIRouter(prefix="/api/folders", tags=["folders"])
MOST_FOLDERS = 500
MOST_LOOKED_AT = 20_000
"""Names, of all folders of one answer together, that are counted."""


class Videos(Shape):
    """How many videos lie below a folder."""

    videos: int
    whole: bool
    """False: there are more than were counted."""


class SubFolder(Videos):
    """A folder in the one that was asked for."""

    name: str
    path: str


class Folder(Videos):
    """A folder, and what it holds. Without a path: the folders that this server may read."""

    model_config = example(
        {
            "path": "/home/ada/videos",
            "parent": None,
            "videos": 5,
            "whole": True,
            "folders": [
                {"name": "pets", "path": "/home/ada/videos/pets", "videos": 4, "whole": True}
            ],
            "more": False,
        }
    )

    path: str | None
    parent: str | None
    """None: the list of all."""
    folders: list[SubFolder]
    more: bool
    """False: all of them are told."""


@router.get("")
async def list_folders(
    shared: Shared,
    path: Annotated[
        str | None, Query(max_length=4096, description="Absolute, or below the server's folder.")
    ] = None,
) -> Folder:
    """The folders in a folder, with their videos counted; links are not followed."""
    return await aside(_listed, shared.settings, path)


def _listed(settings: ServerSettings, asked: str | None) -> Folder:
    roots = roots_of(settings)
    budget = [MOST_LOOKED_AT]
    if asked is None:
        there = [_counted(root, str(root), budget) for root in roots if root.is_dir()]
        return Folder(path=None, parent=None, videos=0, whole=True, folders=there, more=False)
    path = _within(settings.workdir, roots, asked)
    below = sorted(_folders(path), key=lambda one: one.name.lower())
    own = sum(1 for entry in _entries(path) if _is_video(entry))
    found = [_counted(one, one.name, budget) for one in below[:MOST_FOLDERS]]
    return Folder(
        path=str(path),
        parent=None if path in roots else str(path.parent),
        videos=own + sum(one.videos for one in found),
        whole=all(one.whole for one in found) and len(below) <= MOST_FOLDERS,
        folders=found,
        more=len(below) > MOST_FOLDERS,
    )


def _within(workdir: Path, roots: list[Path], asked: str) -> Path:
    """The folder of that name, as it really lies.

    Raises:
        ProblemError: 404, whatever is wrong, so that nothing is learned of other folders.
    """
    missing = ProblemError(404, "there is no such folder below those of this server")
    if "\0" in asked or "\\" in asked or asked.startswith("~"):
        raise missing
    try:
        path = (workdir / asked).resolve(strict=True)
        if not path.is_dir() or not any(path.is_relative_to(root) for root in roots):
            raise missing
    except (OSError, ValueError, RuntimeError):
        raise missing from None
    return path


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:  # gone, or not to be read
        return


def _folders(folder: Path) -> list[Path]:
    return [
        Path(entry.path)
        for entry in _entries(folder)
        if not entry.name.startswith(".")
        and portable(entry.name) == entry.name  # others cannot be asked for
        and entry.is_dir(follow_symlinks=False)
    ]


def _is_video(entry: os.DirEntry[str]) -> bool:
    return Path(entry.name).suffix.lower() in VIDEO_SUFFIXES


def _counted(folder: Path, name: str, budget: list[int]) -> SubFolder:
    """With the videos anywhere below it, as `dataset build` finds them."""
    videos, whole, waiting = 0, True, [folder]
    while waiting and whole:
        for entry in _entries(waiting.pop()):
            budget[0] -= 1
            if budget[0] < 0:
                whole = False
                break
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif _is_video(entry):
                videos += 1
    return SubFolder(name=portable(name), path=portable(str(folder)), videos=videos, whole=whole)
