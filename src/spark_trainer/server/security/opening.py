"""A file by a path below a root, opened without following links, and answered in parts."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from fastapi import Request
from fastapi.responses import FileResponse

from spark_trainer.server.problems import ProblemError

_LONGEST_PART = 255
KEPT_BY_BROWSERS = {"Cache-Control": "private, max-age=60"}


def under(root: Path, name: str) -> Path:
    """The file of that name below the root.

    Raises:
        ProblemError: 404, whatever is wrong: the name leads out, or to a link, or to no file.
    """
    missing = ProblemError(404, "no such file")
    parts = name.split("/")
    odd = "\0" in name or "\\" in name or PurePosixPath(name).is_absolute()
    if odd or any(part in ("", ".", "..") or len(part) > _LONGEST_PART for part in parts):
        raise missing
    path = root.joinpath(*parts)
    try:
        if path.resolve(strict=True) != path or not path.is_relative_to(root):
            raise missing
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise missing
    except (OSError, ValueError, RuntimeError):
        raise missing from None
    return path


def answered(path: Path, media_type: str, request: Request) -> FileResponse:
    """The file, or the range of it that was asked for; never as a page."""
    del request
    return FileResponse(path, media_type=media_type, headers=KEPT_BY_BROWSERS)
