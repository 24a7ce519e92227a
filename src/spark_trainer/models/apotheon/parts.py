"""The model part by part, and what of it trains."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from torch import nn

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.names import PARTS, Part

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.model import ApotheonMultiModalModel


def named_parts(model: ApotheonMultiModalModel) -> dict[Part, nn.Module]:
    """Every parameter of the model belongs to exactly one part."""
    return {part: model.get_submodule(part) for part in PARTS}


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
