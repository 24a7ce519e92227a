"""Which engine a run needs."""

from __future__ import annotations

from spark_trainer.core.errors import UsageError
from spark_trainer.models.learner import Learner
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.place import Place


def choose_engine(model: Learner, config: TrainingConfig, place: Place) -> Engine:
    """The engine of `strategy`. With one process there is nothing to share: it trains plainly.

    Raises:
        UsageError: settings that do not go together.
    """
    if place.ranks == 1 or config.strategy in ("none", "ddp"):
        from spark_trainer.trainers.training.engines.plain import PlainEngine

        return PlainEngine(model, config, place)
    _check(config)
    if config.strategy == "fsdp2":
        from spark_trainer.trainers.training.engines.sharded import ShardedEngine

        return ShardedEngine(model, config, place)
    from spark_trainer.trainers.training.engines.zero import ZeroEngine

    return ZeroEngine(model, config, place)


def _check(config: TrainingConfig) -> None:
    if config.half == "fp16":
        raise UsageError(f"{config.strategy} trains in bf16 or fp32; fp16 is for none and ddp")
    if config.strategy == "zero3" and config.ema_decay is not None:
        raise UsageError(
            "ema_decay needs whole weights, which zero3 never has: take fsdp2 or zero2"
        )
    if config.strategy.startswith("zero") and config.compile:
        raise UsageError("compile is for none, ddp and fsdp2; DeepSpeed hooks do not go with it")
