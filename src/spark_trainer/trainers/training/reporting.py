"""What a run tells: its events, its trackers, and who listens."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.trackers.tracker import Trackers
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.loaded import Replaced
from spark_trainer.trainers.training.position import Position
from spark_trainer.trainers.training.step import Stepped

MOST_SAMPLES = 16
"""Of an evaluation, in its event."""

Listener = Callable[[Mapping[str, Any]], None]


class Reporter:
    """Of one process; only the first of several tells anything."""

    def __init__(
        self,
        run: RunFolder,
        place: Place,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self.run = run
        self.trackers: Trackers | None = None
        self._place, self._listeners = place, listeners
        self._begun = time.perf_counter()
        self._progress_at_begin: float | None = None
        self._before = self._begun
        self._replaced: set[str] = set()

    def tell(self, kind: str, **facts: Any) -> None:
        """One event, to the file and to all who listen."""
        if not self._place.first:
            return
        event = self.run.event(kind, **facts)
        for listener in self._listeners:
            listener(event)

    def stage(self, name: str, at: Position) -> None:
        self.tell("stage", name=name, epoch=at.epoch, step=at.step)

    def epoch(self, at: Position, batches: int) -> None:
        self._before = time.perf_counter()

    def step(
        self,
        at: Position,
        stepped: Stepped,
        *,
        weights: Mapping[str, float],
        rate: float,
        progress: float,
        tokens: float,
        cells: float,
        wait_s: float,
        replaced: Sequence[Replaced],
    ) -> None:
        """See docs/runs.md for the facts of a step."""
        now = time.perf_counter()
        took_s, self._before = now - self._before, now
        losses = stepped.losses()
        for name in replaced:
            self._tell_replaced(name)
        facts = {
            "loss": _total(losses, weights),
            "losses": losses,
            "learning_rate": rate,
            "grad_norm": float(stepped.grad_norm),
            "tokens": int(tokens),
            "tokens_per_s": tokens / took_s,
            "padding_share": 1 - tokens / cells if cells else 0.0,
            "seconds": took_s,
            "model_share": stepped.model_s / took_s,
            "data_wait_share": wait_s / took_s,
            "memory_bytes": memory_bytes(self._place.device),
            "progress": progress,
            "left_s": self._left_s(progress, now),
        }
        self.tell("step", step=at.step, epoch=at.epoch, **facts)
        numbers = {key: value for key, value in facts.items() if isinstance(value, float)}
        self._track(at, {**numbers, **{f"loss/{k}": v for k, v in losses.items() if v is not None}})

    def evaluation(
        self, at: Position, metrics: Mapping[str, float], samples: Sequence[Sample]
    ) -> None:
        shown = [sample.model_dump(mode="json") for sample in samples[:MOST_SAMPLES]]
        self.tell("evaluation", step=at.step, split="val", metrics=dict(metrics), samples=shown)
        self._track(at, {f"val/{name}": value for name, value in metrics.items()})
        if self.trackers is not None and samples:
            self.trackers.samples(at.step, samples)
        self._before = time.perf_counter()

    def checkpoint(self, at: Position, name: str) -> None:
        self.tell("checkpoint", step=at.step, name=name)
        self._before = time.perf_counter()

    def warn(self, message: str) -> None:
        self.tell("warning", message=message)

    def _track(self, at: Position, values: Mapping[str, float]) -> None:
        if self.trackers is not None:
            self.trackers.metrics(at.step, values)

    def _tell_replaced(self, replaced: Replaced) -> None:
        by = f"shown in its place: {replaced.by}" if replaced.by else "left out"
        message = f"video {replaced.video} cannot be used ({replaced.reason}); {by}"
        if message not in self._replaced:
            self._replaced.add(message)
            self.warn(message)

    def _left_s(self, progress: float, now: float) -> float | None:
        """Seconds to the end at the pace of this process; None before there is a pace."""
        if self._progress_at_begin is None:
            self._progress_at_begin, self._begun = progress, now
            return None
        done = progress - self._progress_at_begin
        return (now - self._begun) / done * (1 - progress) if done > 0 else None


def memory_bytes(device: torch.device) -> int:
    """The most that was held so far: of the GPU, or of this process on a CPU."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _total(losses: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """What was minimised; None where the step had nothing to learn."""
    known = [weights[name] * value for name, value in losses.items() if value is not None]
    return sum(known) if known else None
