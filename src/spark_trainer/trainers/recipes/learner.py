"""A model of transformers or diffusers as the training loop takes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import nn

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.learner import Learner
from spark_trainer.models.losses import Gather, Loss, alone
from spark_trainer.trainers.recipes.batch import TensorBatch

REST = "rest"
"""The part of all that no path leads to."""
LossesOf = Callable[[nn.Module, TensorBatch], dict[str, Loss]]


@dataclass(frozen=True)
class Scored:
    """Losses of a batch, made while the model ran."""

    found: dict[str, Loss]

    def losses(self, batch: TensorBatch, gather: Gather = alone) -> dict[str, Loss]:
        del gather
        if not batch.blank:
            return self.found
        # The model has run on every rank, as it must; what it said of a stand-in weighs nothing.
        return {
            name: Loss(loss.total * 0, torch.zeros_like(loss.count))
            for name, loss in self.found.items()
        }


class ModelLearner(Learner):
    """The model, its losses, and what of it trains.

    Args:
        parts: paths of submodules that can be frozen, by name; longer paths first.
        losses_of: losses of a batch.
    """

    def __init__(
        self,
        model: nn.Module,
        objectives: tuple[str, ...],
        losses_of: LossesOf,
        parts: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.model = model
        self.objectives = objectives
        self._losses_of, self._paths = losses_of, dict(parts)
        self._trainable = {name for name, p in self.named_parameters() if p.requires_grad}
        self._frozen: frozenset[str] = frozenset()
        self._cacheless: list[Any] = []

    def forward(self, batch: TensorBatch) -> Scored:
        with _without_cache(self._cacheless if self.training else ()):
            return Scored(self._losses_of(self.model, batch))

    def target_counts(self, batch: TensorBatch) -> Mapping[str, int]:
        return batch.counts

    def part_of(self, parameter: str) -> str:
        """The part whose path its name begins with, or `rest`."""
        inner = parameter.removeprefix("model.")
        for part, path in self._paths.items():
            if f"{inner}.".startswith(f"{path}."):
                return part
        return REST

    def freeze(self, frozen: Collection[str]) -> None:
        known = (*self._paths, REST)
        if unknown := sorted(set(frozen) - set(known)):
            raise ConfigError(f"cannot freeze {unknown}: the parts are {', '.join(known)}")
        for name, parameter in self.named_parameters():
            trains = name in self._trainable and self.part_of(name) not in frozen
            parameter.requires_grad_(trains)
        self._frozen = frozenset(frozen)
        self.train(self.training)

    def train(self, mode: bool = True) -> Self:
        """Training or evaluation mode; frozen parts stay in the latter."""
        super().train(mode)
        for part in self._frozen - {REST}:
            self.model.get_submodule(self._paths[part]).eval()
        return self

    def layers(self) -> Iterable[nn.Module]:
        """The members of every list of equal modules."""
        for module in self.model.modules():
            if isinstance(module, nn.ModuleList) and len({type(m) for m in module}) == 1:
                yield from module

    def set_gradient_checkpointing(self, enabled: bool) -> None:
        if not hasattr(self.model, "activation_checkpointing_enable"):
            return
        model: Any = self.model
        configs = {id(m.config): m.config for m in model.modules() if hasattr(m, "config")}
        cached = [one for one in configs.values() if getattr(one, "use_cache", None)]
        self._cacheless = cached if enabled else []
        if enabled:
            model.activation_checkpointing_enable({"use_reentrant": False})
        else:
            model.activation_checkpointing_disable()


@contextmanager
def _without_cache(configs: Iterable[Any]) -> Iterator[None]:
    """Models of transformers keep no keys meanwhile: checkpointing cannot, and they complain.

    Only meanwhile: what is saved says what it said before.
    """
    for config in configs:
        config.use_cache = False
    try:
        yield
    finally:
        for config in configs:
            config.use_cache = True
