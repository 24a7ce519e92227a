"""How large the steps are, as a share of their peak, and which fall where in training."""

from __future__ import annotations

import math

from spark_trainer.trainers.training.config import TrainingConfig


def rate_share(progress: float, config: TrainingConfig) -> float:
    """What a step's size is of its peak.

    Args:
        progress: share of training that is done when the step is, in (0, 1].
    """
    warmup = config.warmup_share
    if progress < warmup:
        return progress / warmup
    left = min(1.0, max(0.0, (1 - progress) / (1 - warmup)))
    falling = {
        "cosine": 0.5 * (1 - math.cos(math.pi * left)),
        "linear": left,
        "constant": 1.0,
    }
    lowest = config.final_rate_share if config.schedule != "constant" else 0.0
    return lowest + (1 - lowest) * falling[config.schedule]


def progress_of(config: TrainingConfig, epochs: float, steps: int) -> float:
    """Share of training that is done.

    Args:
        epochs: done, with the part of the present one.
        steps: of the optimiser done.
    """
    by_steps = steps / config.max_steps if config.max_steps else 0.0
    return min(1.0, max(epochs / config.num_epochs, by_steps))
