"""What the stages of a curriculum train."""

from __future__ import annotations

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.curriculum import Stage
from spark_trainer.models.apotheon.names import Part


def frozen_in(template: ApotheonConfig, stage: Stage) -> tuple[Part, ...]:
    """Parts that a stage does not train."""
    return template.training.frozen if stage.frozen is None else stage.frozen


def always_frozen(template: ApotheonConfig, epochs: int) -> frozenset[Part]:
    """Parts that no stage of so many epochs trains."""
    each = (frozenset(frozen_in(template, template.stage_at(epoch))) for epoch in range(epochs))
    return frozenset.intersection(*each)
