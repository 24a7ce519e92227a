"""Which entries a request is about: the same questions for a page of them and for all their ids."""

# FastAPI reads the fields of a class as they stand: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from spark_trainer.jobs.index.entries import Asked
from spark_trainer.jobs.index.entries.fields import CHOICES, FLAGS, NUMBERS, Sort

Bound = Annotated[float | None, Query(ge=0, le=1e12)]
Value = Annotated[str, Query(max_length=40)]
Values = Annotated[
    list[Value],
    Query(max_length=50, description="Any of these; `unknown`: the manifest does not tell it."),
]


@dataclass(frozen=True)
class Bounds:
    """The least and the most of a number."""

    min_duration_s: Bound = None
    max_duration_s: Bound = None
    min_frames: Bound = None
    max_frames: Bound = None
    min_dropped: Bound = None
    max_dropped: Bound = None
    min_scenes: Bound = None
    max_scenes: Bound = None
    min_width: Bound = None
    max_width: Bound = None
    min_height: Bound = None
    max_height: Bound = None
    min_pixels: Bound = None
    max_pixels: Bound = None
    min_fps: Bound = None
    max_fps: Bound = None
    min_captions: Bound = None
    max_captions: Bound = None
    min_caption_words: Bound = None
    max_caption_words: Bound = None
    min_transcript_words: Bound = None
    max_transcript_words: Bound = None
    min_doubts: Bound = None
    max_doubts: Bound = None
    min_last_edit: Bound = None
    max_last_edit: Bound = None
    min_processed: Bound = None
    max_processed: Bound = None

    def bounds(self, end: Literal["min", "max"]) -> dict[str, float]:
        """Those that are given, by the names of their fields."""
        given = {name: getattr(self, f"{end}_{name}") for name in NUMBERS}
        return {name: bound for name, bound in given.items() if bound is not None}


@dataclass(frozen=True)
class Flags:
    """What an entry has, or has not."""

    audio: bool | None = None
    captioned: bool | None = None
    transcribed: bool | None = None
    edited: bool | None = None
    damaged: bool | None = None


@dataclass(frozen=True)
class Choices:
    """What an entry is, of a few kinds."""

    language: Values = ()  # type: ignore[assignment]
    codec: Values = ()  # type: ignore[assignment]
    container: Values = ()  # type: ignore[assignment]


def wanted(
    bounds: Annotated[Bounds, Depends()],
    flags: Annotated[Flags, Depends()],
    choices: Annotated[Choices, Depends()],
    text: Annotated[str, Query(max_length=500, description="Words of names and texts.")] = "",
    sort: Sort | None = None,
    order: Literal["asc", "desc"] = "asc",
) -> Asked:
    """Filters, words and order, of a query."""
    given = {name: getattr(flags, name) for name in FLAGS}
    among = {name: getattr(choices, name) for name in CHOICES}
    return Asked(
        words=text,
        least=bounds.bounds("min"),
        most=bounds.bounds("max"),
        flags={name: flag for name, flag in given.items() if flag is not None},
        among={name: values for name, values in among.items() if values},
        sort=sort,
        descending=order == "desc",
    )


Wanted = Annotated[Asked, Depends(wanted)]
