"""What the text looks at: tokens of pictures, then of sound, then one that is always there.

B samples   L tokens of one modality   M tokens of the memory   D width
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from spark_trainer.models.apotheon.packing import Tokens
from spark_trainer.models.apotheon.time_embedding import TimeEmbedding


class Memory(NamedTuple):
    """Keys and values of cross-attention; a token may be looked at where the mask is True."""

    states_BMD: Tensor
    mask_BM: Tensor


class MemoryBuilder(nn.Module):
    """Says of each token when it was and of which kind it is, and puts all behind each other.

    The learned null token at the end keeps every row of attention from being empty, which would
    be NaN; it is also where a text looks that finds nothing to look at.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.time = TimeEmbedding(width)
        self.kind_VD = nn.Parameter(torch.empty(1, width))
        self.kind_AD = nn.Parameter(torch.empty(1, width))
        self.null_D = nn.Parameter(torch.empty(1, width))
        self.norm = nn.LayerNorm(width)
        for token in (self.kind_VD, self.kind_AD, self.null_D):
            nn.init.normal_(token, std=0.02)

    def forward(self, vision: Tokens, audio: Tokens) -> Memory:
        B = len(vision.mask_BL)
        states_BMD = torch.cat(
            [
                vision.states_BLD + self.time(vision.times_s_BL) + self.kind_VD,
                audio.states_BLD + self.time(audio.times_s_BL) + self.kind_AD,
                self.null_D.expand(B, 1, -1).to(vision.states_BLD.dtype),
            ],
            dim=1,
        )
        always_B1 = vision.mask_BL.new_ones(B, 1)
        mask_BM = torch.cat([vision.mask_BL, audio.mask_BL, always_B1], dim=1)
        return Memory(self.norm(states_BMD), mask_BM)
