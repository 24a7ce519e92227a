"""Curves of a run: every number that its steps tell, each in as many points as a plot can show."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spark_trainer.trainers.run_card import plain
from spark_trainer.trainers.run_events import (
    BEGINS,
    EVENTS,
    Event,
    current,
    read_events,
    without_superseded,
)
from spark_trainer.trainers.run_history import envelope, number

_NO_CURVES = frozenset({"seq", "time", "step", "epoch", "progress", "left_s"})
_KINDS = frozenset({"run_started", "resumed", "step", "evaluation"})


@dataclass(frozen=True)
class Wanted:
    """What of the curves is asked for."""

    bins: int
    """Points of a curve at most."""
    from_step: int = 0
    to_step: int | None = None
    """Both inclusive; None = to the last."""
    names: Collection[str] = ()
    """Curves; none = all of them."""

    def takes(self, step: int) -> bool:
        return step >= self.from_step and (self.to_step is None or step <= self.to_step)


@dataclass
class Curves:
    """Of each number: first step, lowest and highest value of some steps side by side."""

    series: dict[str, list[tuple[int, float, float]]] = field(default_factory=dict)
    evaluations: list[dict[str, Any]] = field(default_factory=list)
    last_step: int | None = None
    """Of those that are here."""
    last_seq: int = 0
    """Up to which the events were read."""
    undone_after: int | None = None
    """Of what is told since `after`: a resume voided all later steps than this one."""


def read_curves(folder: Path, wanted: Wanted) -> Curves:
    """Read a run's events in one pass; steps that a resume undid are not in it.

    Raises:
        RunError: the events cannot be read.
    """
    return _gathered(current(folder / EVENTS, _KINDS), wanted)


def read_newer_curves(folder: Path, wanted: Wanted, after: int) -> Curves:
    """The same of the events with a `seq` above `after` alone; finds them without reading the rest.

    Raises:
        RunError: the events cannot be read.
    """
    told = list(read_events(folder / EVENTS, after, _KINDS))
    begins = [(one["seq"], one.get("step", 0)) for one in told if one["event"] in BEGINS]
    curves = _gathered(without_superseded(told, begins), wanted)
    curves.last_seq = max(after, told[-1]["seq"] if told else 0)
    curves.undone_after = min((step for _, step in begins), default=None)
    return curves


def _gathered(events: Iterable[Event], wanted: Wanted) -> Curves:
    steps: dict[str, array[int]] = defaultdict(lambda: array("q"))
    values: dict[str, array[float]] = defaultdict(lambda: array("d"))
    curves = Curves()
    for event in events:
        curves.last_seq = event["seq"]
        step = int(event.get("step", 0))
        if event["event"] in BEGINS or not wanted.takes(step):
            continue
        if event["event"] == "evaluation":
            curves.evaluations.append(plain({k: v for k, v in event.items() if k != "samples"}))
            continue
        curves.last_step = step
        for name, value in _numbers(event):
            if not wanted.names or name in wanted.names:
                steps[name].append(step)
                values[name].append(value)
    curves.series = {
        name: [
            (b.first_step, b.low, b.high)
            for b in envelope(steps[name], values[name], wanted.bins)
            if b
        ]
        for name in values
    }
    return curves


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
