"""A template on any model of transformers, for a trainer of one's own."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, Training
from spark_trainer.models.kinds.pretrained import Adapted


class Architecture(Adapted):
    """Any class of transformers; its trainer says which."""

    frozen: tuple[str, ...] = ()
    """Parts that are not trained, by the names that the trainer has for them."""


class Objective(Settings):
    """What is learned."""

    loss: str
    """Its name, for people."""
    weight: float = Field(1.0, gt=0, le=1000)
    """What the loss is multiplied by."""


class HubModelTemplate(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: dict[str, Objective] = Field(min_length=1)
    """By name."""
    training: Training
    data: dict[str, Any] = Field(default_factory=dict)
    """Whatever the trainer takes."""
    metrics: tuple[str, ...] = ("exact_match", "loss")
    """What evaluation measures."""
