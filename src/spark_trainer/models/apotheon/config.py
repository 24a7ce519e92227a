"""The template of an Apotheon model, checked: sizes, objectives, training, data, resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from spark_trainer.models.apotheon.curriculum import Curriculum, Stage, Weight
from spark_trainer.models.apotheon.encoder_config import AudioEncoder, TextEncoder, VisionEncoder
from spark_trainer.models.apotheon.names import Objective, Part
from spark_trainer.models.checking import Settings, read_settings
from spark_trainer.models.kinds.common import Metric, Template


class Fusion(Settings):
    """The transformer in which text looks at pictures and sound."""

    width: int = Field(ge=8, le=65536)
    """Size of a token in the fusion transformer and of every projection's output."""
    layers: int = Field(ge=1, le=128)
    """Each: causal self-attention, gated cross-attention, feed-forward."""
    heads: int = Field(ge=1, le=256)
    """Attention heads; must divide `width`."""
    feed_forward: int = Field(4, ge=1, le=16)
    """Width inside the feed-forward, in multiples of `width`."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of each branch's values that is dropped in training. More fits small data less."""
    contrastive_width: int = Field(512, ge=8, le=8192)
    """Size of the vectors that retrieval compares."""

    @model_validator(mode="after")
    def _heads_fit(self) -> Self:
        if self.width % self.heads:
            raise ValueError(f"width {self.width} is not a multiple of heads {self.heads}")
        return self


class Architecture(Settings):
    """The encoders and what joins them."""

    vision: VisionEncoder
    audio: AudioEncoder
    text: TextEncoder
    fusion: Fusion


class TokenObjective(Settings):
    """A text that is to be written token by token."""

    loss: Literal["cross_entropy"]
    weight: Weight


class ContrastiveObjective(Settings):
    """Pictures, sound and text of one video come close, those of others are pushed off."""

    loss: Literal["clip"]
    weight: Weight
    temperature: float = Field(0.07, ge=0.01, le=1)
    """What similarities are divided by at the start; the model learns ln(1 / temperature)."""


class Objectives(Settings):
    """All three, by name: what is left out is a mistake, not a weight of 1."""

    captioning: TokenObjective
    transcription: TokenObjective
    contrastive: ContrastiveObjective

    def weights(self) -> dict[Objective, float]:
        return {
            "captioning": self.captioning.weight,
            "transcription": self.transcription.weight,
            "contrastive": self.contrastive.weight,
        }


class Training(Settings):
    """Defaults of a run; a run's own configuration goes before them."""

    num_epochs: int = Field(ge=1)
    """Times that every sample is seen."""
    batch_size: int = Field(ge=1)
    """Samples of one device in one forward pass."""
    gradient_accumulation_steps: int = Field(1, ge=1)
    """Forward passes that make one step of the optimiser."""
    learning_rate: float = Field(gt=0, le=1)
    """Peak step size of the optimiser."""
    optimizer: Literal["adamw"] = "adamw"
    weight_decay: float = Field(0.01, ge=0, le=1)
    """Of matrices only; gates, norms, biases, embeddings and `logit_scale` have none."""
    max_grad_norm: float = Field(1.0, gt=0)
    """A longer gradient is scaled down to this length."""
    warmup_share: float = Field(0.03, ge=0, lt=1)
    """Share of all steps in which the step size rises from 0 to its peak."""
    mixed_precision: Literal["bf16", "fp16", "no"]
    """What is multiplied in; `no` is float32. bf16 wants a GPU of 2020 or later."""
    gradient_checkpointing: bool
    """Keep less in memory and compute it twice: about a third slower."""
    strategy: Literal["none", "ddp", "fsdp2", "zero2", "zero3"] = "none"
    """How several devices share the model."""
    frozen: tuple[Part, ...] = ()
    """Parts that are not trained."""


class Data(Settings):
    """How a line of the manifest becomes what the encoders take."""

    format: Literal["manifest"] = "manifest"
    """What the training set is: the `manifest.jsonl` of a dataset folder."""
    max_frames: int = Field(ge=1, le=1024)
    """Frames of one video at most, spread evenly over it. Memory grows with it."""
    max_audio_s: float = Field(gt=0, le=3600)
    """Seconds of sound of one video at most."""
    sample_rate_hz: Literal[16000] = 16000
    max_text_tokens: int = Field(ge=4, le=8192)
    """Tokens of one caption or transcript at most; a longer one is cut."""


class ApotheonConfig(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: Objectives
    training: Training
    curriculum: Curriculum
    data: Data
    metrics: tuple[Metric, ...]
    """What evaluation measures."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.stage_at(self.training.num_epochs - 1)
        text = self.architecture.text.config
        if text is not None and self.data.max_text_tokens > text.max_position_embeddings:
            raise ValueError(
                f"data.max_text_tokens is {self.data.max_text_tokens}, the text encoder takes "
                f"{text.max_position_embeddings} (max_position_embeddings)"
            )
        return self

    def stage_at(self, epoch: int) -> Stage:
        """See `Curriculum.stage_at`."""
        return self.curriculum.stage_at(epoch)


def read_config(template: Mapping[str, Any] | ApotheonConfig) -> ApotheonConfig:
    """The configuration from a template's mapping as loaded from YAML.

    Raises:
        ConfigError: every mistake, by key.
    """
    if isinstance(template, ApotheonConfig):
        return template
    return read_settings(ApotheonConfig, template, "template")
