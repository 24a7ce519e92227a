"""The contrastive loss: what belongs together comes close [CLIP].

B pairs of this rank   G pairs of all ranks   J width
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from spark_trainer.models.losses import Gather, Loss, alone


def clip_loss(
    left_BJ: Tensor,
    right_BJ: Tensor,
    present_B: Tensor,
    videos_B: Tensor,
    scale: Tensor,
    gather: Gather = alone,
) -> Loss:
    """Each side must find its partner among those of all ranks, in both directions [CLIP].

    Args:
        left_BJ, right_BJ: vectors of length 1; those in one place belong together.
        present_B: False where a side is missing: the pair neither learns nor disturbs.
        videos_B: pairs of one video are not negatives of each other.
        scale: what similarities are multiplied by, see `heads.Embeddings.scale`.

    Returns:
        The sum over this rank's pairs of the mean of both directions. Sums of all ranks add up to
        that of one process with all pairs, and so do their gradients, `gather` having one.
    """
    # Autocast would make the products in bf16, where similarities of a scale of 100 are coarse.
    with torch.autocast(left_BJ.device.type, enabled=False):
        left_BJ, right_BJ = left_BJ.float(), right_BJ.float()
        left_GJ, first = gather(left_BJ)
        right_GJ, _ = gather(right_BJ)
        own_B = torch.arange(first, first + len(left_BJ), device=left_BJ.device)
        hidden_BG = videos_B[:, None] == gather(videos_B)[0]
        hidden_BG = (hidden_BG | ~gather(present_B)[0]).scatter(1, own_B[:, None], value=False)
        there_B = _not_found(scale * left_BJ @ right_GJ.T, hidden_BG, own_B)
        back_B = _not_found(scale * right_BJ @ left_GJ.T, hidden_BG, own_B)
        return Loss(((there_B + back_B) / 2 * present_B).sum(), present_B.float().sum())


def _not_found(logits_BG: Tensor, hidden_BG: Tensor, own_B: Tensor) -> Tensor:
    logits_BG = logits_BG.masked_fill(hidden_BG, -torch.inf)
    return functional.cross_entropy(logits_BG, own_B, reduction="none")
