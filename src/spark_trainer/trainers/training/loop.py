"""The loop: epochs of steps, with evaluations and checkpoints between them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any

import torch

from spark_trainer.core.errors import RunError
from spark_trainer.trainers.checkpoint_shelf import CheckpointShelf, Keep
from spark_trainer.trainers.training.ema import MovingAverage
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.loaded import Loaded
from spark_trainer.trainers.training.position import Position
from spark_trainer.trainers.training.reporting import Reporter
from spark_trainer.trainers.training.saving import checkpoint_parts, export_model
from spark_trainer.trainers.training.schedule import progress_of, rate_share
from spark_trainer.trainers.training.step import Stepped, counts_of, seed_step, take_step
from spark_trainer.trainers.training.task import Stage, Task

EPOCH_STEPS = 50
"""Epochs are evaluated and saved where a multiple of so many steps was reached in them."""


class Loop:
    """One process of a run, from its position to the end, or until it is asked to stop."""

    def __init__(
        self,
        task: Task,
        engine: Engine,
        reporter: Reporter,
        *,
        position: Position,
        ema: MovingAverage | None,
        shelf: CheckpointShelf,
    ) -> None:
        self.task, self.config = task, task.config
        self.engine, self.reporter = engine, reporter
        self.position, self.ema = position, ema
        self._shelf, self._judge = shelf, task.judge()
        self._saved_step = position.step or -1
        self._judged_step = -1
        self._asked_to_stop = False
        self._epoch_steps = 1
        self.metrics: dict[str, float] = {}
        """Of the last evaluation."""

    def train(self, stop: Callable[[], bool]) -> bool:
        """Go on to the end; False where it was stopped before."""
        at = self.position
        stage: Stage | None = None
        while at.epoch < self.config.num_epochs and not self._enough():
            if (now := self.task.stage_at(at.epoch)) != stage:
                stage = now
                self._enter(stage)
            if not self._epoch(stage, stop):
                self._save()
                return False
            if at.batch == 0:
                self._after_epoch()
        self._finish()
        return True

    def _enough(self) -> bool:
        most = self.config.max_steps
        return most is not None and self.position.step >= most

    def _enter(self, stage: Stage) -> None:
        if (self.position.epoch, self.position.batch) == (stage.epochs[0], 0):
            # Losses of another stage are of other modalities: lower does not mean better.
            self.position.best = None
        self.engine.enter(stage.frozen)
        self.task.enter(stage)
        self.reporter.stage(stage.name, self.position)

    def _epoch(self, stage: Stage, stop: Callable[[], bool]) -> bool:
        """The rest of the present epoch; False where somebody asked to stop."""
        at = self.position
        loader = self.task.loader(at.epoch, at.batch)
        waiting = _Waiting(loader)
        per_epoch = len(loader)
        self.reporter.epoch(at, per_epoch)
        while loaded := waiting.take(self.config.gradient_accumulation_steps):
            at.batch += len(loaded)
            self._step(stage, loaded, at.epoch + at.batch / per_epoch, waiting.last_s, stop)
            if self._asked_to_stop or self._enough():
                break
            self._between_steps()
        if at.batch >= per_epoch:
            at.epoch, at.batch = at.epoch + 1, 0
            self._epoch_steps = -(-per_epoch // self.config.gradient_accumulation_steps)
        return not self._asked_to_stop

    def _step(
        self,
        stage: Stage,
        loaded: Sequence[Loaded[Any]],
        epochs: float,
        wait_s: float,
        stop: Callable[[], bool],
    ) -> None:
        begun = time.perf_counter()
        at, place = self.position, self.engine.place
        batches = [one.batch for one in loaded]
        tokens = [float(sum(one.tokens for one in loaded)), float(sum(one.cells for one in loaded))]
        facts = [*counts_of(self.engine.model, batches), float(stop()), *tokens]
        sums = place.sums(torch.tensor(facts, device=place.device))
        counts_K = sums[:-3]
        asked, tokens_all, cells_all = sums[-3:].tolist()
        self._asked_to_stop = asked > 0
        at.step += 1
        progress = progress_of(self.config, epochs, at.step)
        rate = rate_share(progress, self.config) * stage.learning_rate
        seed_step(self.config.seed, at.step, place.rank)
        stepped = take_step(self.engine, batches, counts_K, stage.weights, rate)
        if self.ema:
            self.ema.update(at.step)
        self._refuse_nonsense(stepped)
        at.seconds += time.perf_counter() - begun + wait_s
        self.reporter.step(
            at,
            stepped,
            weights=stage.weights,
            rate=rate,
            progress=progress,
            tokens=tokens_all,
            cells=cells_all,
            wait_s=wait_s,
            replaced=[name for one in loaded for name in one.replaced],
        )

    def _refuse_nonsense(self, stepped: Stepped) -> None:
        """A loss that is no number never becomes one again: stop at once, keep the checkpoints."""
        if not math.isfinite(float(stepped.means_K.sum())):
            raise RunError(
                f"step {self.position.step}: the loss is no number any more "
                f"({stepped.losses()}). Lower learning_rate, or train in bf16 or fp32 in place of "
                f"fp16; the checkpoints before it are good."
            )

    def _between_steps(self) -> None:
        step = self.position.step
        if self.config.evaluate_every and step % self.config.evaluate_every == 0:
            self._evaluate()
        if self.config.checkpoint_every and step % self.config.checkpoint_every == 0:
            self._save()

    def _after_epoch(self) -> None:
        step = self.position.step
        if step // EPOCH_STEPS == (step - self._epoch_steps) // EPOCH_STEPS:
            return  # epochs of a few samples: not after each; known from the step, also on resume
        if self.config.evaluate_every is None:
            self._evaluate()
        if self.config.checkpoint_every is None:
            self._save()

    def _evaluate(self) -> None:
        """Measure, and keep the model in `RUN/model` where it is the best so far."""
        if self._judge is None or self._judged_step == self.position.step:
            return
        self._judged_step = self.position.step
        with self.ema.in_place() if self.ema else nullcontext():
            metrics, samples = self._judge(self.engine, self.position.step)
        self.metrics = metrics
        self.reporter.evaluation(self.position, metrics, samples)
        value = metrics.get(self.config.best_metric, math.nan)
        best = self.position.best
        if math.isfinite(value) and (best is None or value < best):
            self.position.best = value
            export_model(self.reporter.run, self.engine, self.ema, self.task)

    def _save(self) -> None:
        if self._saved_step == self.position.step:
            return
        self._saved_step = self.position.step
        parts = checkpoint_parts(self.engine, self.ema, self.position, self.task)
        if self.engine.place.first:
            judged = self._judged_step == self.position.step
            metrics = self.metrics if judged else {}
            card = self._shelf.save(self.position.step, parts, metrics)
            self.reporter.checkpoint(self.position, card.name)
            self._shelf.prune(
                Keep(self.config.keep_newest, self.config.keep_best, self.config.best_metric)
            )
        self.engine.place.wait()

    def _finish(self) -> None:
        self._evaluate()
        self._save()
        if self.position.best is None:  # nothing says which was best: the last one is
            export_model(self.reporter.run, self.engine, self.ema, self.task)


class _Waiting:
    """Takes batches, and says how long they were waited for."""

    def __init__(self, loader: Any) -> None:
        self._batches: Iterator[Loaded[Any]] = iter(loader)
        self.last_s = 0.0

    def take(self, count: int) -> list[Loaded[Any]]:
        begun = time.perf_counter()
        taken = list(islice(self._batches, count))
        self.last_s = time.perf_counter() - begun
        return taken
