"""A model that is trained, whatever number of devices share it.

States go in and out whole, by the names of parameters: a run can go on with another number of
processes, and with another strategy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor

from spark_trainer.models.learner import Learner, parameter_groups
from spark_trainer.models.losses import Loss, alone
from spark_trainer.models.ranks import gather_rows
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import Place

STATE_NAMES = ("exp_avg", "exp_avg_sq")
"""What AdamW keeps of each parameter, besides its steps."""


class Engine(ABC):
    """The model, its optimiser, and how gradients of several processes come together.

    Weights of a checkpoint are loaded before the engine is made, see `weights.load_weights`.
    """

    def __init__(self, model: Learner, config: TrainingConfig, place: Place) -> None:
        self.model = model
        self.config = config
        self.place = place
        self.trained: frozenset[str] = frozenset()
        self.run: Callable[[Any], Any] = model

    @abstractmethod
    def enter(self, frozen: Collection[str]) -> None:
        """Begin a stage in which these parts are not trained."""

    @abstractmethod
    def backward(self, loss: Tensor, *, last: bool) -> None:
        """Add to the gradients. The losses of all ranks add up.

        Args:
            last: no other batch follows before `update`.
        """

    @abstractmethod
    def update(self, rate: float) -> Tensor:
        """One step of the optimiser with this step size; the gradient's length before clipping.

        NaN or infinite where the step was left out because of them (fp16 only).
        """

    @abstractmethod
    def weights(self) -> dict[str, Tensor]:
        """Every weight by name, whole, on the CPU. All ranks must ask; others may get nothing."""

    @abstractmethod
    def optimizer_state(self) -> dict[str, Any]:
        """What the optimiser keeps, by name. All ranks must ask."""

    @abstractmethod
    def load_optimizer(self, saved: Mapping[str, Any]) -> None:
        """Put back what `optimizer_state` gave.

        Raises:
            CheckpointError: it is of another model.
        """

    def losses(self, batch: Any) -> Mapping[str, Loss]:
        """Sums and counts of this rank, with the pairs of all ranks as negatives."""
        there = batch.to(self.place.device)
        with self.autocast():
            outputs = self.run(there)
        found: Mapping[str, Loss] = outputs.losses(
            there, gather_rows if self.place.ranks > 1 else alone
        )
        return found

    def autocast(self) -> AbstractContextManager[Any]:
        """What multiplications are done in."""
        kinds = {"bf16": torch.bfloat16, "fp16": torch.float16}
        if self.config.half is None:
            return nullcontext()
        return torch.autocast(self.place.device.type, dtype=kinds[self.config.half])

    @property
    def can_write(self) -> bool:
        """Whether one process alone can use the model, as generation does."""
        return True

    def groups(self) -> list[dict[str, Any]]:
        """Of all parameters that are trained in some stage."""
        config = self.config
        return parameter_groups(
            self.model, weight_decay=config.weight_decay, learning_rate=config.learning_rate
        )
