"""What a run trains, and on what: all that the loop does not know of itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from torch import Tensor

from spark_trainer.evaluation.report import Sample
from spark_trainer.models.learner import Learner
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.loaded import BatchLoader

Judged = tuple[dict[str, float], Sequence[Sample]]
"""`loss` and the other names of `TrainingConfig.BEST_METRICS`, other metrics by theirs; samples."""
Judge = Callable[[Engine, int], Judged]
"""Of the model after so many steps."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Stage:
    """One stretch of training."""

    name: str
    epochs: tuple[int, int | None]
    """First epoch, and the one that it ends before; None = until training ends. From 0."""
    frozen: tuple[str, ...]
    """Parts that are not trained."""
    weights: Mapping[Any, float]
    """Of each objective in the loss."""
    learning_rate: float
    """Peak step size."""


class Task(ABC):
    """A model to train, its samples, and what it is worth.

    Args:
        place: which of how many processes this is.
    """

    trainer: str
    """Whose recipe it is: a template's `trainer`."""
    model: Learner
    samples: int
    """In the training split."""

    def __init__(self, config: TrainingConfig, place: Place) -> None:
        self.config, self.place = config, place

    @abstractmethod
    def stage_at(self, epoch: int) -> Stage:
        """The stage that an epoch belongs to, counted from 0."""

    @abstractmethod
    def enter(self, stage: Stage) -> None:
        """Show samples as this stage does."""

    @abstractmethod
    def loader(self, epoch: int, start: int) -> BatchLoader[Any]:
        """Batches of this rank, from one on."""

    @abstractmethod
    def judge(self) -> Judge | None:
        """What evaluates in training; None where nothing is to be evaluated."""

    @abstractmethod
    def save(self, folder: Path, weights: Mapping[str, Tensor]) -> None:
        """Write the model with these weights into a new folder, for others to load.

        Raises:
            OutputError: it cannot be written.
        """

    @abstractmethod
    def smaller(self, batch_size: int) -> Self:
        """The same task and model with smaller batches."""

    @abstractmethod
    def template(self) -> Mapping[str, Any]:
        """The template, as the run folder keeps it."""

    @abstractmethod
    def dataset(self) -> Path:
        """The file that says what the samples are."""

    def recorded(self) -> Mapping[str, Any]:
        """What else decides the run, for its `run.json`: plain values by name."""
        return {}

    def is_saved(self, parameter: str) -> bool:
        """Whether checkpoints hold it; not where it never changes and can be had again."""
        del parameter
        return True

    def freeze_for_good(self) -> None:
        """Freeze what trains in no stage, before the optimiser is made."""
        self.model.set_gradient_checkpointing(self.config.gradient_checkpointing)

    def prepare(self, say: Say) -> None:
        """What comes once, when the weights are in the model and before the first step."""
        del say

    def remarks(self) -> list[str]:
        """What somebody who trains on these samples should know."""
        return []
