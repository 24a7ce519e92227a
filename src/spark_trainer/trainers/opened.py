"""A trained model with the samples of a dataset, to ask it about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from torch import Tensor


class Opened(Protocol):
    """A model in evaluation mode, and samples."""

    references: Sequence[str]
    """What is to be written, one for each thing that can be asked; empty where nothing is right."""
    asked: int
    """Things that can be asked."""

    def write(self, numbers: Sequence[int]) -> list[str]:
        """What the model writes for these, by their number, from 0; asked together."""

    def scores(self) -> Tensor:
        """What the model says of the references, as numbers; for all samples in one batch."""
