"""What a model wrote or made at each evaluation of its training, beside what was wanted."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from spark_trainer.trainers.run_events import EVENTS, current

STRIPS = "samples"
"""The folder of a run that holds strips of frames."""
_STRIP = re.compile(r"step-\d{1,18}/\d{1,6}\.(?:jpg|png)")
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_LONGEST = 4000


@dataclass(frozen=True)
class Shown:
    """One sample of one evaluation."""

    id: str
    picture: str | None
    """Below the folder of the dataset."""
    strip: str | None
    """Below `RUN/samples`: frames that were wanted, and those that were made."""
    references: list[str]
    output: str
    score: float | None


@dataclass(frozen=True)
class Judged:
    """An evaluation with its samples."""

    step: int
    split: str
    samples: list[Shown]


def read_samples(folder: Path, most: int) -> tuple[list[Judged], int]:
    """Of the last evaluations that have samples, in order; and of how many.

    Raises:
        RunError: the events cannot be read.
    """
    kept: deque[Judged] = deque(maxlen=most)
    count = 0
    for event in current(folder / EVENTS, {"evaluation"}):
        found = [one for told in _list(event.get("samples")) if (one := _shown(told))]
        if found:
            count += 1
            kept.append(Judged(int(event.get("step", 0)), str(event.get("split", "")), found))
    return list(kept), count


def is_picture(name: str) -> bool:
    """By the end of its name."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES


def _shown(told: object) -> Shown | None:
    if not isinstance(told, Mapping):
        return None
    output = str(told.get("output", ""))
    references = [str(one)[:_LONGEST] for one in _list(told.get("references"))]
    picture, score = told.get("picture"), told.get("score")
    made = not references and _STRIP.fullmatch(output) is not None
    return Shown(
        id=str(told.get("id", "")),
        picture=picture if isinstance(picture, str) and is_picture(picture) else None,
        strip=output if made else None,
        references=references,
        output="" if made else output[:_LONGEST],
        score=float(score) if isinstance(score, int | float) else None,
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
