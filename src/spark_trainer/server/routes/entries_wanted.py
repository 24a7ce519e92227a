"""Which entries a request is about: the same questions for a page of them and for all their ids."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from spark_trainer.jobs.index.entries import Asked, Sort

Bound = Annotated[float | None, Query(ge=0, le=1e9)]


def wanted(
    text: Annotated[str, Query(max_length=500, description="Words of names and texts.")] = "",
    sort: Sort | None = None,
    order: Literal["asc", "desc"] = "asc",
    min_duration_s: Bound = None,
    max_duration_s: Bound = None,
    min_frames: Bound = None,
    max_frames: Bound = None,
    min_scenes: Bound = None,
    max_scenes: Bound = None,
    min_width: Bound = None,
    max_width: Bound = None,
    min_height: Bound = None,
    max_height: Bound = None,
    min_fps: Bound = None,
    max_fps: Bound = None,
    audio: bool | None = None,
    captioned: bool | None = None,
    transcribed: bool | None = None,
    edited: bool | None = None,
) -> Asked:
    """Filters, words and order, of a query."""
    flags = {
        "audio": audio, "captioned": captioned, "transcribed": transcribed, "edited": edited,
    }  # fmt: skip
    least = {
        "duration_s": min_duration_s, "frames": min_frames, "scenes": min_scenes,
        "width": min_width, "height": min_height, "fps": min_fps,
    }  # fmt: skip
    most = {
        "duration_s": max_duration_s, "frames": max_frames, "scenes": max_scenes,
        "width": max_width, "height": max_height, "fps": max_fps,
    }  # fmt: skip
    return Asked(
        words=text,
        least=_known(least),
        most=_known(most),
        flags=_known(flags),
        sort=sort,
        descending=order == "desc",
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


Wanted = Annotated[Asked, Depends(wanted)]
