"""One step of the optimiser: several batches of every rank, and one change of the weights.

K objectives, in the order of `Learner.objectives`
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from spark_trainer.models.learner import Learner
from spark_trainer.models.losses import weighted_sum
from spark_trainer.trainers.training.engines.engine import Engine


@dataclass(frozen=True)
class Stepped:
    """What a step gave, on the device: nothing has waited for it yet."""

    names: tuple[str, ...]
    """Of the objectives."""
    means_K: Tensor
    """Loss of each objective over all ranks and batches; 0 where there was nothing to learn."""
    counts_K: Tensor
    """Tokens and pairs that they are means of."""
    grad_norm: Tensor
    model_s: float
    """Seconds in forward and backward, as this process saw them."""

    def losses(self) -> dict[str, float | None]:
        """By name; None where there was nothing to learn."""
        pairs = zip(self.means_K.tolist(), self.counts_K.tolist(), strict=True)
        values = [mean if count else None for mean, count in pairs]
        return dict(zip(self.names, values, strict=True))


def take_step(
    engine: Engine,
    batches: Sequence[Any],
    counts_K: Tensor,
    weights: Mapping[str, float],
    rate: float,
) -> Stepped:
    """Learn from the batches.

    Args:
        counts_K: `counts_of` these batches, added up over ranks: what losses are divided by, so
            that a token weighs the same in whichever batch and on whichever rank it is.
        rate: step size.
    """
    names = engine.model.objectives
    counts = {name: counts_K[k] for k, name in enumerate(names)}
    totals_K = torch.zeros_like(counts_K)
    begun = time.perf_counter()
    for number, batch in enumerate(batches, 1):
        losses = engine.losses(batch)
        loss = weighted_sum(losses, weights, counts)
        engine.backward(loss, last=number == len(batches))
        totals_K += torch.stack([losses[name].total.detach() for name in names])
    model_s = time.perf_counter() - begun
    norm = engine.update(rate)
    means_K = engine.place.sums(totals_K) / counts_K.clamp(min=1)
    return Stepped(names, means_K, counts_K, norm, model_s)


def counts_of(model: Learner, batches: Sequence[Any]) -> list[float]:
    """What batches of one rank teach, by objective: tokens, pairs, pictures."""
    each = [model.target_counts(batch) for batch in batches]
    return [float(sum(counts[name] for counts in each)) for name in model.objectives]


def seed_step(seed: int, step: int, rank: int) -> None:
    """Random numbers of a step depend on its number alone: nothing of them has to be saved."""
    words = hashlib.blake2b(f"{seed}/{step}/{rank}".encode(), digest_size=8).digest()
    number = int.from_bytes(words)
    torch.manual_seed(number >> 1)
    random.seed(number)
    np.random.seed(number >> 32)  # what transformers' SpecAugment draws from
