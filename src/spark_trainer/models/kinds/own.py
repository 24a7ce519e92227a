"""A template of a trainer that is not ours: what the gallery shows is checked, the rest is its."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from spark_trainer.models.kinds.common import Template, Training


class OwnTemplate(Template):
    """One template, whole. Its trainer checks `architecture`, `objectives` and `data`."""

    architecture: dict[str, Any]
    """Whatever the trainer takes."""
    objectives: dict[str, dict[str, Any]] = Field(min_length=1)
    """By name, each with its `loss`."""
    training: Training
    data: dict[str, Any]
    """Whatever the trainer takes."""
    metrics: tuple[str, ...] = ()
    """What evaluation measures."""
