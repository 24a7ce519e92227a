"""Evaluation while a model trains: losses of the validation split, and metrics of a few texts."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

from spark_trainer.core.errors import DatasetError
from spark_trainer.models.apotheon.names import OBJECTIVES
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.apotheon.data import RunData
from spark_trainer.trainers.apotheon.engines.engine import Engine
from spark_trainer.trainers.apotheon_data.loader import Loader

Judge = Callable[[Engine], dict[str, float]]
"""The losses by the names of `config.BEST_METRICS`, and other metrics by theirs."""


def judge_of(data: RunData, config: ApotheonTrainingConfig) -> Judge | None:
    """None where nothing is to be evaluated, or there is nothing to evaluate with."""
    if config.evaluate_samples == 0:
        return None
    try:
        samples = data.dataset("val")
    except DatasetError:
        return None

    def judge(engine: Engine) -> dict[str, float]:
        loader = Loader(
            samples,
            data.budget,
            seed=config.seed,
            epoch=0,
            rank=engine.place.rank,
            ranks=engine.place.ranks,
        )
        return mean_losses(engine, loader, -(-config.evaluate_samples // config.batch_size))

    return judge


@torch.no_grad()
def mean_losses(engine: Engine, loader: Loader, most_batches: int) -> dict[str, float]:
    """Mean of each objective over the first batches, as the model writes what it is given.

    All ranks must ask: each runs its own batches, and sums are added up.
    """
    place = engine.place
    totals_K = torch.zeros(len(OBJECTIVES), device=place.device)
    counts_K = torch.zeros_like(totals_K)
    was_training = engine.model.training
    engine.model.eval()
    for number, loaded in enumerate(loader):
        if number >= most_batches:
            break
        losses = engine.losses(loaded.batch)
        totals_K += torch.stack([losses[name].total for name in OBJECTIVES])
        counts_K += torch.stack([losses[name].count for name in OBJECTIVES])
    engine.model.train(was_training)
    means = (place.sums(totals_K) / place.sums(counts_K)).tolist()
    weights = engine.model.config.objectives.weights()
    losses_by_name = dict(zip(OBJECTIVES, means, strict=True))
    known = {name: value for name, value in losses_by_name.items() if math.isfinite(value)}
    found = {f"{name}_loss": value for name, value in known.items()}
    return {"loss": sum(weights[name] * value for name, value in known.items()), **found}
