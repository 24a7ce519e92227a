"""What a model scores on a split, while it trains."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import torch

from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.loaded import Loaded


@torch.no_grad()
def mean_losses(
    engine: Engine, batches: Iterable[Loaded[Any]], weights: Mapping[Any, float]
) -> dict[str, float]:
    """Mean of each objective, as the model scores the references, and their weighted sum.

    All ranks must ask: each runs its own batches, and sums are added up. Objectives that the
    batches have nothing for are left out.
    """
    place, names = engine.place, engine.model.objectives
    totals_K = torch.zeros(len(names), device=place.device)
    counts_K = torch.zeros_like(totals_K)
    was_training = engine.model.training
    engine.model.eval()
    for loaded in batches:
        losses = engine.losses(loaded.batch)
        totals_K += torch.stack([losses[name].total for name in names])
        counts_K += torch.stack([losses[name].count for name in names])
    engine.model.train(was_training)
    means = (place.sums(totals_K) / place.sums(counts_K)).tolist()
    known = {n: value for n, value in zip(names, means, strict=True) if math.isfinite(value)}
    found = {f"{name}_loss": value for name, value in known.items()}
    return {"loss": sum(weights[name] * value for name, value in known.items()), **found}
