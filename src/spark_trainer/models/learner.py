"""What a model must be so that the training loop can train it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from torch import nn

from spark_trainer.core.errors import ConfigError

_DECAY = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)
"""Only their matrices are drawn to zero: gates, norms, biases, embeddings and `logit_scale` are
not, and an embedding that is also an output matrix counts as embedding."""


class Learner(nn.Module, ABC):
    """A model whose call on a batch gives something with `losses(batch, gather)`.

    `losses` gives a `models.losses.Loss` for each of `objectives`, in every batch.
    """

    objectives: tuple[str, ...]
    """Names of the losses, in the order in which they are told."""

    @abstractmethod
    def target_counts(self, batch: Any) -> Mapping[Any, int]:
        """What each loss of the batch will be divided by, known before the model runs."""

    @abstractmethod
    def part_of(self, parameter: str) -> str:
        """The part that a parameter belongs to, by its name in `named_parameters`.

        Parts are what can be frozen.
        """

    @abstractmethod
    def freeze(self, frozen: Collection[str]) -> None:
        """Train all parts but these.

        Raises:
            ConfigError: there is no part of that name.
        """

    @abstractmethod
    def layers(self) -> Iterable[nn.Module]:
        """Modules that processes share one by one, innermost first (FSDP)."""

    @abstractmethod
    def set_gradient_checkpointing(self, enabled: bool) -> None:
        """Compute activations again in the backward pass: less memory, about a third slower."""


def count_parameters(model: Learner) -> dict[str, int]:
    """Parameters of each part; one that stands in two places counts once."""
    counts: dict[str, int] = {}
    for name, parameter in model.named_parameters():
        part = model.part_of(name)
        counts[part] = counts.get(part, 0) + parameter.numel()
    return counts


def parameter_groups(
    model: Learner,
    *,
    weight_decay: float,
    learning_rate: float,
    part_rates: Mapping[str, float] | None = None,
) -> list[dict[str, Any]]:
    """Groups for an optimiser: per part, those that decay and those that do not.

    Frozen parameters are in no group. `param_names` of each group are the names in
    `named_parameters`, so that an optimiser's state can be carried over by name.

    Args:
        part_rates: step size of single parts, where it is not `learning_rate`.

    Raises:
        ConfigError: `part_rates` names a part that the model does not have.
    """
    rates, decaying = dict(part_rates or {}), _decaying(model)
    groups: dict[tuple[str, bool], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        part = model.part_of(name)
        if not parameter.requires_grad:
            continue
        decays = id(parameter) in decaying
        made = {
            "params": [],
            "param_names": [],
            "part": part,
            "lr": rates.get(part, learning_rate),
            "weight_decay": weight_decay if decays else 0.0,
        }
        group = groups.setdefault((part, decays), made)
        group["params"].append(parameter)
        group["param_names"].append(name)
    if unknown := sorted(rates.keys() - count_parameters(model).keys()):
        known = ", ".join(count_parameters(model))
        raise ConfigError(f"learning rates of {unknown}: the parts are {known}")
    return list(groups.values())


def _decaying(model: nn.Module) -> set[int]:
    """Identities of the matrices; one that is an embedding too is none."""
    owners: dict[int, bool] = {}
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            decays = isinstance(module, _DECAY) and name == "weight"
            owners[id(parameter)] = owners.get(id(parameter), True) and decays
    return {identity for identity, decays in owners.items() if decays}
