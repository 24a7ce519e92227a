"""What was read before, kept so that a text can be written without reading it all again.

R rows   T tokens at hand   S tokens so far, those at hand included
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from spark_trainer.models.apotheon.attention import KeysValues


@dataclass
class LayerPast:
    """Of one layer of the fusion."""

    text: KeysValues | None = None
    """Of the tokens so far; grows."""
    memory: KeysValues | None = None
    """Of the memory, row by row; stays."""


@dataclass
class Past:
    """Of the language model and of all layers of the fusion; filled by reading."""

    text: Any
    """A `transformers.DynamicCache`."""
    layers: list[LayerPast] = field(default_factory=list)
    seen_RS: Tensor | None = None
    """Which of the tokens so far may be seen; None = all that are not later."""
    positions_RT: Tensor | None = None
    """The place of the tokens at hand in their rows; None = they start their rows."""
