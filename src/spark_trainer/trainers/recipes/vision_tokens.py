"""Pictures as Qwen2-VL takes them: patches in any number, and a place in the text for each token.

P patches of all pictures   E values of a patch
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class Patches:
    """Pictures, cut up."""

    values_PE: Tensor
    grids: tuple[tuple[int, int, int], ...]
    """Of each picture: patches over time, height and width."""

    def counts(self, merge: int) -> list[int]:
        """Tokens of each picture; `merge` by `merge` patches make one."""
        return [t * h * w // merge**2 for t, h, w in self.grids]


def patches_of(
    image_processor: Any,
    pictures: Sequence[NDArray[np.uint8]],
    min_pixels: int,
    max_pixels: int,
) -> Patches:
    """Each picture scaled to between so many pixels, its sides kept in proportion."""
    if not pictures:
        return Patches(torch.zeros(0, 0), ())
    made = image_processor(
        images=list(pictures),
        size={"shortest_edge": min_pixels, "longest_edge": max_pixels},
        return_tensors="pt",
    )
    grids = tuple((int(t), int(h), int(w)) for t, h, w in made.image_grid_thw.tolist())
    return Patches(made.pixel_values, grids)
