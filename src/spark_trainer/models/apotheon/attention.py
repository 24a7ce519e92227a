"""Multi-head attention whose keys and values can be computed once and kept.

R rows of text   T tokens that look   S tokens looked at   D width   H heads   d width of a head
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class KeysValues:
    """Of tokens that are looked at."""

    keys_RHSd: Tensor
    values_RHSd: Tensor

    def then(self, later: Self) -> Self:
        """These, followed by later ones."""
        return type(self)(
            torch.cat([self.keys_RHSd, later.keys_RHSd], dim=2),
            torch.cat([self.values_RHSd, later.values_RHSd], dim=2),
        )

    def of_rows(self, samples_R: Tensor) -> Self:
        """Those of the sample that each row belongs to: computed once, looked at by all of them."""
        return type(self)(
            self.keys_RHSd.index_select(0, samples_R), self.values_RHSd.index_select(0, samples_R)
        )


class Attention(nn.Module):
    """Scaled dot products by PyTorch's fused kernels."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def keys_values(self, states_RSD: Tensor) -> KeysValues:
        return KeysValues(self._heads(self.key(states_RSD)), self._heads(self.value(states_RSD)))

    def forward(
        self,
        states_RTD: Tensor,
        seen: KeysValues,
        mask_RHTS: Tensor | None = None,
        *,
        causal: bool = False,
    ) -> Tensor:
        """What the tokens found, R x T x D.

        Args:
            mask_RHTS: True where a token may look; its H and T may be 1.
            causal: no token looks at a later one; then T = S.
        """
        found_RHTd = functional.scaled_dot_product_attention(
            self._heads(self.query(states_RTD)),
            seen.keys_RHSd,
            seen.values_RHSd,
            attn_mask=mask_RHTS,
            is_causal=causal,
        )
        found_RTD: Tensor = self.out(found_RHTd.transpose(1, 2).flatten(2))
        return found_RTD

    def _heads(self, states_RTD: Tensor) -> Tensor:
        R, T, D = states_RTD.shape
        return states_RTD.reshape(R, T, self.heads, D // self.heads).transpose(1, 2)
