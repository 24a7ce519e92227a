"""What a model of transformers or diffusers is given, and what it is taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import torch
from torch import Tensor


@dataclass(frozen=True)
class TensorBatch:
    """Tensors by the names that the model's `forward` has for them."""

    tensors: Mapping[str, Tensor]
    counts: Mapping[str, int]
    """What each objective teaches in it: tokens, pictures."""
    cells: int
    """Places for tokens, padding too."""
    tokens: int
    """Tokens that are no padding."""
    blank: bool = False
    """A stand-in for a rank that has no samples: it runs, and teaches nothing."""

    def to(self, device: torch.device) -> Self:
        moved = {name: tensor.to(device) for name, tensor in self.tensors.items()}
        return replace(self, tensors=moved)

    def as_blank(self) -> Self:
        return replace(self, counts=dict.fromkeys(self.counts, 0), cells=0, tokens=0, blank=True)

    def inputs(self, *without: str) -> dict[str, Any]:
        """The tensors, less those that are not for the model."""
        return {name: tensor for name, tensor in self.tensors.items() if name not in without}


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Rows of numbers as one tensor R x T, filled up behind."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])
