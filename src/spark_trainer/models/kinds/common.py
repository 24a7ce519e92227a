"""What templates of every kind say: who they are, what they need, and how they train."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from spark_trainer.core.mistakes import shown
from spark_trainer.models.checking import Settings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_ICON = re.compile(r"[a-z0-9-]*")


def checked_name(name: str) -> str:
    """A template's name, which becomes that of a file, of a folder, and part of a URL.

    Raises:
        ValueError: it cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{shown(name)} is no name of a template; wanted letters, digits, `.`, `_` and `-`, "
            "the first one a letter or digit, at most 64"
        )
    return name


def checked_icon(name: str) -> str:
    """The name of an icon.

    Raises:
        ValueError: it cannot be one.
    """
    if not _ICON.fullmatch(name):
        raise ValueError(
            f"{shown(name)} is no icon; wanted the name of one of Lucide, such as `mic`: small "
            "letters, digits and `-`"
        )
    return name


Name = Annotated[str, AfterValidator(checked_name)]
Icon = Annotated[str, AfterValidator(checked_icon)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Metric = Literal["wer", "cer", "cider", "bleu", "rouge_l", "exact_match", "retrieval", "loss"]


class Resources(Settings):
    """What a full run needs, for people who choose a template."""

    gpu_memory_gb: float = Field(ge=0)
    """Memory of one GPU, in GB; 0 = none is needed."""
    hardware: str
    """The same in words: which machines do."""
    memory_gb: float = Field(gt=0)
    """Main memory, in GB."""
    disk_gb: float = Field(gt=0)
    """For weights, checkpoints and what is cached, in GB."""


class Training(Settings):
    """Defaults of a run; a run's own configuration goes before them."""

    num_epochs: int = Field(ge=1, le=1_000_000)
    """Times that every sample is seen."""
    max_steps: int | None = Field(None, ge=1)
    """Steps of the optimiser after which training ends; null = when the epochs end."""
    batch_size: Count
    """Samples of one device in one forward pass. Memory grows with it."""
    gradient_accumulation_steps: int = Field(1, ge=1, le=100_000)
    """Forward passes that make one step of the optimiser."""
    learning_rate: float = Field(gt=0, le=1)
    """Peak step size of the optimiser. Too high forgets what the model knew."""
    optimizer: Literal["adamw"] = "adamw"
    weight_decay: float = Field(0.0, ge=0, le=1)
    """Pull of weight matrices towards 0; norms and biases have none."""
    warmup_share: float = Field(0.03, ge=0, lt=1)
    """Share of all steps in which the step size rises from 0 to its peak."""
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    """How the step size falls after its peak."""
    max_grad_norm: float = Field(1.0, gt=0)
    """A longer gradient is scaled down to this length."""
    mixed_precision: Literal["bf16", "fp16", "no"]
    """What is multiplied in; `no` is float32. bf16 wants a GPU of 2020 or later."""
    gradient_checkpointing: bool = False
    """Keep less in memory and compute it twice: about a third slower."""
    seed: int = Field(0, ge=0, lt=2**63)
    """Of the order of samples, of dropout and noise, of the split."""
    strategy: Literal["none", "ddp", "fsdp2", "zero2", "zero3"] = "none"
    """How several devices share the model."""


class TokenObjective(Settings):
    """A text that is to be written token by token."""

    loss: Literal["cross_entropy"]
    weight: float = Field(1.0, gt=0, le=1000)
    """What the loss is multiplied by."""


class Template(Settings):
    """What the gallery shows of a template, whatever its kind."""

    name: str = Field(min_length=1, max_length=80)
    """As a person reads it."""
    category: str
    """A key of `categories`."""
    description: str
    """One or two sentences: what it learns, and from what."""
    icon: Icon = ""
    """Name of an icon of Lucide, such as `mic`."""
    tags: tuple[str, ...] = ()
    base_model: str
    """What is trained on, in words; `architecture` says it exactly."""
    trainer: Name | None = None
    """The template whose trainer trains this one; null = that of `extends`, or its own name."""
    extends: Name | None = None
    """The template that says all that is left out here."""
    augmentations: str | None = None
    """Name of a preset of augmentations.yaml; null = samples are taken as they are."""
    resources: Resources

    @field_validator("training", mode="after", check_fields=False)
    @classmethod
    def _suits_the_adapter(cls, training: Training, info: ValidationInfo) -> Training:
        # A validator of the later field also runs where other sections have mistakes.
        adapter = getattr(info.data.get("architecture"), "adapter", None)
        if adapter is not None and adapter.kind == "qlora" and training.mixed_precision == "no":
            raise ValueError(
                "mixed_precision is `no`, but the adapter is `qlora`, whose 4-bit weights are "
                "multiplied in bf16 or fp16; write one of these, or `kind: lora`"
            )
        return training
