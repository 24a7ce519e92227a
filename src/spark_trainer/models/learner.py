"""What a model must be so that the training loop can train it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
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
    def named_parts(self) -> Mapping[Any, nn.Module]:
        """What can be frozen, by name. Every parameter belongs to exactly one part."""

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
    return {
        part: sum(parameter.numel() for parameter in module.parameters())
        for part, module in model.named_parts().items()
    }


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
    parts = model.named_parts()
    rates = dict(part_rates or {})
    if unknown := sorted(rates.keys() - parts.keys()):
        raise ConfigError(f"learning rates of {unknown}: the parts are {', '.join(parts)}")
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    groups = []
    for part, module in parts.items():
        trained = list(_trained(module))
        for decays in (True, False):
            chosen = [parameter for parameter, d in trained if d == decays]
            if chosen:
                groups.append(
                    {
                        "params": chosen,
                        "param_names": [names[id(parameter)] for parameter in chosen],
                        "part": part,
                        "lr": rates.get(part, learning_rate),
                        "weight_decay": weight_decay if decays else 0.0,
                    }
                )
    return groups


def _trained(module: nn.Module) -> Iterator[tuple[nn.Parameter, bool]]:
    """Each parameter once, and whether it decays."""
    seen: set[int] = set()
    for inner in module.modules():
        for name, parameter in inner.named_parameters(recurse=False):
            if parameter.requires_grad and id(parameter) not in seen:
                seen.add(id(parameter))
                yield parameter, isinstance(inner, _DECAY) and name == "weight"
