"""Tokens of all samples one after another, and the same tokens sample by sample, padded.

N frames or windows of all samples together   S tokens of one of them   D width
B samples   L tokens of a sample, all its frames or windows together
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor


class Tokens(NamedTuple):
    """Tokens sample by sample; where the mask is False there is only padding."""

    states_BLD: Tensor
    mask_BL: Tensor
    times_s_BL: Tensor


class Packed(NamedTuple):
    """Tokens as an encoder gives them, and which of them are real."""

    states_NSD: Tensor
    mask_NS: Tensor
    times_s_NS: Tensor
    counts: tuple[int, ...]
    """Frames or windows of each sample; their sum is N."""

    def spread(self) -> Tokens:
        """The same tokens, sample by sample."""
        device = self.states_NSD.device
        sample_N, slot_N = places(self.counts, device)
        B, F, S = len(self.counts), max(self.counts), self.states_NSD.shape[1]

        def spread(packed: Tensor) -> Tensor:
            out = packed.new_zeros(B, F, *packed.shape[1:])
            return out.index_put((sample_N, slot_N), packed).flatten(1, 2)

        tokens = Tokens(spread(self.states_NSD), spread(self.mask_NS), spread(self.times_s_NS))
        assert tokens.states_BLD.shape[:2] == (B, F * S)
        return tokens


def places(counts: Sequence[int], device: torch.device) -> tuple[Tensor, Tensor]:
    """Of each packed item: its sample, and its place among the items of that sample."""
    samples = [sample for sample, count in enumerate(counts) for _ in range(count)]
    slots = [slot for count in counts for slot in range(count)]
    return torch.tensor(samples, device=device), torch.tensor(slots, device=device)


def dummy_counts(samples: int) -> tuple[int, ...]:
    """One item, of the first sample: what runs through a part where a batch has nothing for it.

    Every rank must run every part in every step, or DDP, FSDP and ZeRO wait for ever.
    """
    return (1, *[0] * (samples - 1))
