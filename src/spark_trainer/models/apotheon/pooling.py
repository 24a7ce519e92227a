"""Many tokens into one vector, by weights that the model learns.

B samples or rows   L tokens   D width
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class AttentionPool(nn.Module):
    """A weighted mean over the tokens that the mask shows. At the start, all weigh the same.

    Where the mask shows none, the result is finite and means nothing.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.score = nn.Linear(width, 1, bias=False)
        nn.init.zeros_(self.score.weight)

    def forward(self, states_BLD: Tensor, mask_BL: Tensor) -> Tensor:
        """One vector a sample, B x D."""
        states_BLD = self.norm(states_BLD)
        score_BL = self.score(states_BLD).squeeze(-1).float()
        score_BL = score_BL.masked_fill(~mask_BL, torch.finfo(torch.float32).min)
        share_BL = score_BL.softmax(dim=1).to(states_BLD.dtype)
        return torch.einsum("bl,bld->bd", share_BL, states_BLD)
