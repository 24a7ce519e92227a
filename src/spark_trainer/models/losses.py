"""Losses as sums, and what they are to be divided by.

The trainer divides by the number of tokens or pairs of all ranks and accumulated batches; a mean
of each batch's means would weigh a short text more than a long one.

    N places in rows of text   V vocabulary
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional

from spark_trainer.core.errors import ConfigError


@dataclass(frozen=True)
class Loss:
    """A sum over tokens or pairs, float32, and how many there were."""

    total: Tensor
    count: Tensor
    """float32, so that ranks can add it up; 0 where there was nothing to learn."""

    def __add__(self, other: Loss) -> Loss:
        return Loss(self.total + other.total, self.count + other.count)

    def mean(self) -> Tensor:
        """Of this batch on this rank alone; 0 where there was nothing."""
        return self.total / self.count.clamp(min=1)


def next_token_loss(logits_NV: Tensor, targets_N: Tensor, learned_N: Tensor) -> Loss:
    """Cross-entropy of each token given those before it.

    What is learned is known by place and length, never by id: an end token that is also the
    padding token is learned like any other.

    Args:
        learned_N: False where a place is there only so that the head runs; it weighs nothing.
    """
    losses_N = functional.cross_entropy(logits_NV.float(), targets_N, reduction="none")
    return Loss((losses_N * learned_N).sum(), learned_N.float().sum())


Gather = Callable[[Tensor], tuple[Tensor, int]]
"""Rows of all ranks in the order of the ranks, with gradient, and where this rank's rows begin."""


def alone(rows: Tensor) -> tuple[Tensor, int]:
    """The `Gather` of a single process."""
    return rows, 0


NameT = TypeVar("NameT", bound=str)


def weighted_sum(
    losses: Mapping[NameT, Loss],
    weights: Mapping[NameT, float],
    counts: Mapping[NameT, Tensor] | None = None,
) -> Tensor:
    """The loss to be minimised: each objective's mean times its weight.

    Args:
        counts: what each sum is divided by, where that is not its own count: tokens and pairs of
            all ranks and accumulated batches.

    Raises:
        ConfigError: the names of losses and weights (and counts) are not the same.
    """
    for what, named in (("weight", weights), ("count", counts)):
        if named is not None and named.keys() != losses.keys():
            raise ConfigError(
                f"each objective needs one {what}: objectives {sorted(losses)}, "
                f"{what}s {sorted(named)}"
            )
    divisors = counts or {name: loss.count for name, loss in losses.items()}
    parts = [
        weights[name] * loss.total / divisors[name].clamp(min=1) for name, loss in losses.items()
    ]
    return torch.stack(parts).sum()
