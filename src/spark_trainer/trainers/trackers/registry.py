"""Trackers by name. One that is named and not installed is an error before training starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import one_of
from spark_trainer.trainers.trackers.mlflow import MLflowTracker
from spark_trainer.trainers.trackers.tensorboard import TensorBoardTracker
from spark_trainer.trainers.trackers.tracker import Tracker, Trackers
from spark_trainer.trainers.trackers.trackio import TrackioTracker
from spark_trainer.trainers.trackers.wandb import WandbTracker

TRACKERS: dict[str, Callable[[Path], Tracker]] = {
    "tensorboard": TensorBoardTracker,
    "wandb": WandbTracker,
    "mlflow": MLflowTracker,
    "trackio": TrackioTracker,
}


def open_trackers(names: Sequence[str], folder: Path, say: Callable[[str], object]) -> Trackers:
    """The trackers of those names; each keeps its local files in `folder/NAME`.

    Args:
        names: none means none: the run's own events are kept in any case.
        folder: the run folder.
        say: is told, once each, which of them stopped working and why.

    Raises:
        ConfigError: a name is not known.
        MissingPackageError: one is not installed; says what to type.
    """
    for name in names:
        if name not in TRACKERS:
            raise ConfigError(f"trackers: {one_of(name, 'tracker', list(TRACKERS))}")
    return Trackers([TRACKERS[name](folder / name) for name in dict.fromkeys(names)], say)
