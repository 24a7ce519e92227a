"""The next token from its scores: the best one, or one drawn by chance.

R rows   V vocabulary
"""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from spark_trainer.models.checking import Settings


class Decoding(Settings):
    """How text is written."""

    max_new_tokens: int = Field(64, ge=1)
    """Tokens at most, the end token not counted."""
    temperature: float = Field(0.0, ge=0, le=10)
    """0 takes the best token each time; higher ones draw more boldly."""
    top_p: float = Field(1.0, gt=0, le=1)
    """Draw only from the most likely tokens that together have this probability."""
    seed: int = Field(0, ge=0, lt=2**63)
    """Of the draws. Every row has its own stream, so a text does not depend on its batch."""


class Sampler:
    """Draws for R rows; the same settings give the same texts, in any batch."""

    def __init__(self, decoding: Decoding, rows: int) -> None:
        self.decoding = decoding
        self.streams = [torch.Generator().manual_seed(decoding.seed) for _ in range(rows)]

    def choose(self, logits_RV: Tensor) -> Tensor:
        """One token a row."""
        if self.decoding.temperature == 0:
            return logits_RV.argmax(dim=-1)
        chances_RV = (logits_RV.float() / self.decoding.temperature).softmax(dim=-1)
        chances_RV = nucleus(chances_RV, self.decoding.top_p).cpu()
        drawn = [
            torch.multinomial(row_V, 1, generator=stream)
            for row_V, stream in zip(chances_RV, self.streams, strict=True)
        ]
        return torch.cat(drawn).to(logits_RV.device)


def nucleus(chances_RV: Tensor, top_p: float) -> Tensor:
    """Chances with all but the likeliest tokens set to 0 [Holtzman]; the likeliest one stays.

    Kept are the fewest tokens whose chances add up to `top_p`. Not scaled to a sum of 1.
    """
    sorted_RV, order_RV = chances_RV.sort(dim=-1, descending=True)
    before_RV = sorted_RV.cumsum(dim=-1) - sorted_RV
    kept_RV = sorted_RV.masked_fill(before_RV >= top_p, 0.0)
    return torch.zeros_like(chances_RV).scatter(-1, order_RV, kept_RV)
