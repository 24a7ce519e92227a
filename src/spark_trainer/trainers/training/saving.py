"""What a checkpoint of a run holds, and the model that others take from the run."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from torch import Tensor

from spark_trainer.core.atomic import fsync_folder, output_errors
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.training.ema import MovingAverage
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.position import Position
from spark_trainer.trainers.training.task import Task


def checkpoint_parts(
    engine: Engine, ema: MovingAverage | None, position: Position, task: Task
) -> dict[str, Any]:
    """States by part, see `checkpoint.write_checkpoint`. All ranks must ask."""
    weights = {name: tensor for name, tensor in engine.weights().items() if task.is_saved(name)}
    parts = {
        "model": weights,
        "optimizer": engine.optimizer_state(),
        "position": position.state(),
    }
    return parts if ema is None else {**parts, "ema": dict(ema.state())}


def export_model(run: RunFolder, engine: Engine, ema: MovingAverage | None, task: Task) -> None:
    """Put the weights as they are now, or their average, in `RUN/model`. All ranks must ask.

    Raises:
        OutputError: it cannot be written; an older model stays.
    """
    with ema.in_place() if ema else nullcontext():
        weights = engine.weights()
        if engine.place.first:
            _replace_model(run, task, weights)
    engine.place.wait()


def sweep_model(run: RunFolder) -> None:
    """Mend what a crash left while `RUN/model` was replaced: the old one back, the rest away.

    Raises:
        OutputError: the old model cannot be put back.
    """
    for old in run.path.glob(".model.????????.gone"):
        if not run.model.exists():
            with output_errors(run.model, "put back"):
                old.rename(run.model)
    for leftover in run.path.glob(".model.????????.*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _replace_model(run: RunFolder, task: Task, weights: Mapping[str, Tensor]) -> None:
    fresh, old = (run.path / f".model.{secrets.token_hex(4)}.{what}" for what in ("tmp", "gone"))
    try:
        task.save(fresh, weights)
        with output_errors(run.model, "replace"):
            if run.model.exists():
                run.model.rename(old)
            fresh.rename(run.model)
            fsync_folder(run.path)
    finally:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
