"""The model part by part: what trains, what decays, how many parameters there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from torch import nn

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.names import PARTS, Part

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.model import ApotheonMultiModalModel

_DECAY = (nn.Linear, nn.Conv1d, nn.Conv2d)
"""Only their matrices are drawn to zero: gates, norms, biases, embeddings and `logit_scale` are
not, and an embedding that is also an output matrix counts as embedding."""


def named_parts(model: ApotheonMultiModalModel) -> dict[Part, nn.Module]:
    """Every parameter of the model belongs to exactly one part."""
    return {part: model.get_submodule(part) for part in PARTS}


def count_parameters(model: ApotheonMultiModalModel) -> dict[Part, int]:
    """Parameters of each part; one that stands in two places counts once."""
    return {
        part: sum(parameter.numel() for parameter in module.parameters())
        for part, module in named_parts(model).items()
    }


def freeze(model: ApotheonMultiModalModel, frozen: Collection[str]) -> None:
    """Train all parts but these. A frozen part is in evaluation mode: its output stays the same.

    Raises:
        ConfigError: the model has no part of that name.
    """
    if unknown := sorted(set(frozen) - set(PARTS)):
        raise ConfigError(f"cannot freeze {unknown}: the parts are {', '.join(PARTS)}")
    for part, module in named_parts(model).items():
        module.requires_grad_(part not in frozen)
    model.audio_encoder.keep_positions_fixed()
    model.frozen = frozenset(part for part in PARTS if part in frozen)
    model.train(model.training)


def parameter_groups(
    model: ApotheonMultiModalModel,
    *,
    weight_decay: float,
    learning_rate: float,
    part_rates: Mapping[Part, float] | None = None,
) -> list[dict[str, Any]]:
    """Groups for an optimiser: per part, those that decay and those that do not.

    Frozen parameters are in no group. `param_names` of each group are the names in
    `named_parameters`, so that an optimiser's state can be carried over by name.

    Args:
        part_rates: step size of single parts, where it is not `learning_rate`.

    Raises:
        ConfigError: `part_rates` names a part that the model does not have.
    """
    rates = dict(part_rates or {})
    if unknown := sorted(set(rates) - set(PARTS)):
        raise ConfigError(f"learning rates of {unknown}: the parts are {', '.join(PARTS)}")
    groups = []
    for part, module in named_parts(model).items():
        named = list(_trained(module, part))
        for decays in (True, False):
            chosen = [(name, parameter) for name, parameter, d in named if d == decays]
            if chosen:
                groups.append(
                    {
                        "params": [parameter for _, parameter in chosen],
                        "param_names": [name for name, _ in chosen],
                        "part": part,
                        "lr": rates.get(part, learning_rate),
                        "weight_decay": weight_decay if decays else 0.0,
                    }
                )
    return groups


def _trained(module: nn.Module, part: Part) -> Iterator[tuple[str, nn.Parameter, bool]]:
    """Name, parameter, and whether it decays; each parameter once."""
    seen: set[int] = set()
    for prefix, inner in module.named_modules(prefix=part):
        for name, parameter in inner.named_parameters(recurse=False):
            if parameter.requires_grad and id(parameter) not in seen:
                seen.add(id(parameter))
                yield f"{prefix}.{name}", parameter, isinstance(inner, _DECAY) and name == "weight"
