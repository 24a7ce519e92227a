"""Rows of all ranks, for the contrastive loss: each pair's negatives are those of every rank.

B rows of this rank   G rows of all ranks   W ranks
"""

from __future__ import annotations

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional


def gather_rows(rows: Tensor) -> tuple[Tensor, int]:
    """A `losses.Gather`: rows of all ranks in their order, and where this rank's begin.

    Ranks may have different numbers of rows. The gradient of every rank flows back to the rank
    that the row came from, so summed over ranks it is that of one process with all rows. Every
    rank must call it equally often.
    """
    if not dist.is_initialized() or dist.get_world_size() == 1:
        return rows, 0
    own = torch.tensor([len(rows)], device=rows.device)
    counts = [torch.zeros_like(own) for _ in range(dist.get_world_size())]
    dist.all_gather(counts, own)
    lengths = [int(count) for count in counts]
    missing = max(lengths) - len(rows)
    padded = functional.pad(rows, (0, 0) * (rows.dim() - 1) + (0, missing))
    parts = _Gathered.apply(padded)  # type: ignore[no-untyped-call]
    whole = torch.cat([part[:length] for part, length in zip(parts, lengths, strict=True)])
    return whole, sum(lengths[: dist.get_rank()])


class _Gathered(torch.autograd.Function):
    @staticmethod
    def forward(_: Any, rows: Tensor) -> Tensor:
        parts = [torch.empty_like(rows) for _ in range(dist.get_world_size())]
        dist.all_gather(parts, rows.contiguous())
        return torch.stack(parts)

    @staticmethod
    def backward(_: Any, grad_W: Tensor) -> Tensor:
        grad_W = grad_W.contiguous()
        dist.all_reduce(grad_W)
        return grad_W[dist.get_rank()]
