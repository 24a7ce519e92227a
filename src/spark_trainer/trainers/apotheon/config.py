"""How a run of Apotheon trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.names import OBJECTIVES
from spark_trainer.trainers.training.config import (
    FROM_TEMPLATE,
    PathText,
    Precision,
    TrainingConfig,
)


class ApotheonTrainingConfig(TrainingConfig):
    """One run. Raises `ConfigError` for a value or key that cannot be."""

    BEST_METRICS: ClassVar[tuple[str, ...]] = ("loss", *(f"{name}_loss" for name in OBJECTIVES))

    output_dir: PathText = "./apotheon_output"
    """The run folder: new, or one to go on with, see `resume`."""
    num_epochs: int = Field(10, ge=1, le=1_000_000)
    """Times that every sample is seen. The curriculum must cover them."""
    mixed_precision: Precision = "bf16"
    """What is multiplied in: bf16 and fp16 need half the memory; `no` and fp32 are the same."""


def config_of_template(
    template: ApotheonConfig, values: Mapping[str, Any]
) -> ApotheonTrainingConfig:
    """A run as the template says, but for these values.

    Raises:
        ConfigError: a key is unknown or a value cannot be.
    """
    defaults = {name: getattr(template.training, name) for name in FROM_TEMPLATE}
    defaults["augmentations"] = template.augmentations
    return ApotheonTrainingConfig(**{**defaults, **values})
