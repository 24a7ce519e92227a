"""What a run's events add up to: the curve of its loss, its evaluations, its warnings."""

from __future__ import annotations

import math
import re
from array import array
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from spark_trainer.trainers.run_events import BEGINS, EVENTS, Event, current, read_backwards

WARNINGS = 20
"""How many of the last ones are kept."""
_KINDS = frozenset({"run_started", "resumed", "step", "stage", "evaluation", "warning"})
_LOWER_IS_BETTER = re.compile(r"(?:.*[_/ ])?(?:loss|wer|cer|perplexity)")


@dataclass(frozen=True)
class Best:
    """The best value of a metric, and the first step that had it."""

    value: float
    step: int


@dataclass
class History:
    """Every step once: steps that a resume undid are not in it."""

    steps: array[int] = field(default_factory=lambda: array("q"))
    losses: array[float] = field(default_factory=lambda: array("d"))
    """One a step; NaN where it was not finite or not told."""
    started: Event | None = None
    """What the run said of itself when it was last begun."""
    last_step: Event | None = None
    evaluations: list[Event] = field(default_factory=list)
    stages: list[Event] = field(default_factory=list)
    resumes: int = 0
    warnings: deque[Event] = field(default_factory=lambda: deque(maxlen=WARNINGS))
    warned: int = 0
    """All of them, also those that are not kept."""

    def take(self, event: Event) -> None:
        kind = event["event"]
        if kind == "step":
            self.steps.append(event.get("step", 0))
            self.losses.append(number(event.get("loss")))
            self.last_step = event
        elif kind == "run_started":
            self.started = event
        elif kind == "evaluation":
            self.evaluations.append(event)
        elif kind == "stage":
            self.stages.append(event)
        elif kind == "resumed":
            self.resumes += 1
        elif kind == "warning":
            self.warned += 1
            self.warnings.append(event)


def read_history(folder: Path) -> History:
    """Add up a run's events, in one pass; a million steps take some 20 MB.

    Raises:
        RunError: the events cannot be read.
    """
    history = History()
    for event in current(folder / EVENTS, _KINDS):
        history.take(event)
    return history


def last_step(folder: Path) -> Event | None:
    """The last step that no resume undid. Reads the end of the file alone, as a rule.

    Raises:
        RunError: the events cannot be read.
    """
    limit = math.inf
    for event in read_backwards(folder / EVENTS):
        step = event.get("step", 0)
        if event["event"] in BEGINS:
            limit = min(limit, step)
        elif event["event"] == "step" and step <= limit:
            return event
    return None


def number(value: object) -> float:
    """A value of an event as a number; NaN where it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e300 else math.nan
    return math.nan


def metrics_of(evaluation: Event) -> dict[str, float]:
    """Metrics by `split name`, those that are finite."""
    metrics = evaluation.get("metrics")
    if not isinstance(metrics, Mapping):
        return {}
    split = evaluation.get("split", "")
    values = {f"{split} {name}".strip(): number(value) for name, value in metrics.items()}
    return {name: value for name, value in values.items() if math.isfinite(value)}


def best_metrics(evaluations: Iterable[Event]) -> dict[str, Best]:
    """The best of each metric; losses and error rates are better when lower."""
    best: dict[str, Best] = {}
    for evaluation in evaluations:
        for name, value in metrics_of(evaluation).items():
            sign = -1 if _LOWER_IS_BETTER.fullmatch(name) else 1
            if name not in best or sign * value > sign * best[name].value:
                best[name] = Best(value, evaluation.get("step", 0))
    return best


@dataclass(frozen=True)
class Bin:
    """Some steps of a curve, side by side: the extremes, so that no spike is lost."""

    first_step: int
    low: float
    high: float


def envelope(steps: Sequence[int], values: Sequence[float], bins: int) -> list[Bin | None]:
    """A curve in at most `bins` pieces of as many steps each; None where none is finite."""
    if not steps:
        return []
    bins = min(bins, len(steps))
    edges = [len(steps) * n // bins for n in range(bins + 1)]
    return [_bin(steps[begin], values[begin:end]) for begin, end in pairwise(edges)]


def _bin(first_step: int, values: Sequence[float]) -> Bin | None:
    known = [value for value in values if math.isfinite(value)]
    return Bin(first_step, min(known), max(known)) if known else None
