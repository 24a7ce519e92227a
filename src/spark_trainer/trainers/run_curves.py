"""Curves of a run: every number that its steps tell, each in as many points as a plot can show."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.trainers.run_card import plain
from spark_trainer.trainers.run_events import EVENTS, current
from spark_trainer.trainers.run_history import envelope, number

_NO_CURVES = frozenset({"seq", "time", "step", "epoch", "progress", "left_s"})
_KINDS = frozenset({"run_started", "resumed", "step", "evaluation"})


@dataclass(frozen=True)
class Curves:
    """Of each number: first step, lowest and highest value of some steps side by side."""

    series: dict[str, list[tuple[int, float, float]]]
    evaluations: list[dict[str, Any]]
    last_step: int | None


def read_curves(folder: Path, bins: int) -> Curves:
    """Read a run's events in one pass; steps that a resume undid are not in it.

    Raises:
        RunError: the events cannot be read.
    """
    steps: dict[str, array[int]] = defaultdict(lambda: array("q"))
    values: dict[str, array[float]] = defaultdict(lambda: array("d"))
    evaluations: list[dict[str, Any]] = []
    last: int | None = None
    for event in current(folder / EVENTS, _KINDS):
        if event["event"] == "evaluation":
            evaluations.append(plain({k: v for k, v in event.items() if k != "samples"}))
        elif event["event"] == "step":
            last = int(event.get("step", 0))
            for name, value in _numbers(event):
                steps[name].append(last)
                values[name].append(value)
    series = {
        name: [
            (b.first_step, b.low, b.high) for b in envelope(steps[name], values[name], bins) if b
        ]
        for name in values
    }
    return Curves(series, evaluations, last)


def _numbers(event: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for key, value in event.items():
        if key in _NO_CURVES:
            continue
        if isinstance(value, Mapping):
            for inner, one in value.items():
                if math.isfinite(number(one)):
                    yield f"{key}/{inner}", number(one)
        elif math.isfinite(number(value)):
            yield key, number(value)
