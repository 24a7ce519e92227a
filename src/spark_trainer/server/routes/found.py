"""A folder by its id, as the index knows it and as it is still there."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import Path

from spark_trainer.jobs.index import folders
from spark_trainer.jobs.index.finding import Kind
from spark_trainer.server.parts import Parts
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import roots_of

FolderId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", examples=["ff085994788f252f"])]


def folder_row(shared: Parts, kind: Kind, number: str) -> dict[str, Any]:
    """The row of a folder that still lies under a root.

    Raises:
        ProblemError: 404.
    """
    row = folders.row(shared.engine, kind, number)
    if row is None:
        raise ProblemError(404, f"no {kind} {number}")
    path = FilePath(row["path"])
    roots = roots_of(shared.settings)
    if path.resolve() != path or not any(path.is_relative_to(root) for root in roots):
        raise ProblemError(404, f"{kind} {number} does not lie in the folders of this server")
    return dict(row)


def folder_path(shared: Parts, kind: Kind, number: str) -> FilePath:
    return FilePath(folder_row(shared, kind, number)["path"])
