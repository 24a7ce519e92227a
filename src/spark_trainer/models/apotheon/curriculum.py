"""What is shown, trained and weighed at which epoch: stages that follow on each other."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.names import OBJECTIVES, Modality, Objective, Part
from spark_trainer.models.checking import Settings

Weight = Annotated[float, Field(ge=0, le=1000)]
"""Share of an objective in the total loss; 0 switches it off."""


class Stage(Settings):
    """One stretch of training. What it leaves out is as `training` and `objectives` say."""

    name: str = Field(min_length=1, max_length=80)
    """How logs and the page call it."""
    epochs: tuple[int, int | None]
    """First epoch, and the epoch that it ends before; null = until training ends. From 0."""
    modalities: tuple[Modality, ...] = Field(min_length=1)
    """What samples show. Without `audio` no sound is loaded; `image` is one frame, `video` all."""
    frozen: tuple[Part, ...] | None = None
    """Parts that are not trained; null = as in `training.frozen`."""
    learning_rate: float | None = Field(None, gt=0, le=1)
    """Peak step size of the optimiser; null = as in `training.learning_rate`."""
    loss_weights: dict[Objective, Weight] | None = None
    """Weight of each objective, all of them; null = as in `objectives`."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        first, end = self.epochs
        if first < 0 or (end is not None and end <= first):
            raise ValueError(f"epochs are [{first}, {end}]; wanted [first, end], first below end")
        if "text" not in self.modalities:
            raise ValueError("modalities lack `text`: captions and transcripts are what is learned")
        if self.loss_weights is not None and len(self.loss_weights) < len(OBJECTIVES):
            missing = [name for name in OBJECTIVES if name not in self.loss_weights]
            raise ValueError(f"loss_weights lack {', '.join(missing)}; give a weight to each, or 0")
        return self

    def holds_at(self, epoch: int) -> bool:
        first, end = self.epochs
        return first <= epoch and (end is None or epoch < end)


class Curriculum(Settings):
    """Stages in order, without gap or overlap, from epoch 0."""

    stages: tuple[Stage, ...] = Field(min_length=1)
    """The first stage starts at epoch 0; each of the others where the one before it ends."""

    @model_validator(mode="after")
    def _follow_on(self) -> Self:
        starts = [stage.epochs[0] for stage in self.stages]
        ends = [0, *(stage.epochs[1] for stage in self.stages[:-1])]
        for stage, start, wanted in zip(self.stages, starts, ends, strict=True):
            if start != wanted:
                raise ValueError(
                    f"stage `{stage.name}` starts at epoch {start}; it must start at {wanted}, "
                    f"where the one before it ends"
                )
        return self

    def stage_at(self, epoch: int) -> Stage:
        """The stage that an epoch belongs to, counted from 0.

        Raises:
            ConfigError: no stage holds there: the curriculum ends earlier.
        """
        for stage in self.stages:
            if stage.holds_at(epoch):
                return stage
        raise ConfigError(
            f"epoch {epoch} has no stage: the curriculum covers epochs 0 to "
            f"{self.stages[-1].epochs[1]} (not included). Train for fewer epochs, or end the last "
            f"stage with null: `epochs: [{self.stages[-1].epochs[0]}, null]`."
        )
