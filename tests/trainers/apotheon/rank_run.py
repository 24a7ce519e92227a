"""Steps of the engines in which every rank misses something else; torchrun starts two of it.

Arguments: strategies. Prints, as JSON by strategy, the losses and gradients of all steps, what
really ran, and whether two more steps are equal after all state went into another engine.
"""

from __future__ import annotations

import copy
import json
import sys
from typing import Any

import torch
import torch.distributed as dist
from tests.models.apotheon.rank_steps import STEPS, own_batch
from tests.models.apotheon.small import small_model
from torch.distributed.tensor import DTensor

from spark_trainer.models.apotheon.names import OBJECTIVES
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainingConfig
from spark_trainer.trainers.training.engines.choice import choose_engine
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.place import find_place
from spark_trainer.trainers.training.engines.weights import load_weights
from spark_trainer.trainers.training.step import counts_of, take_step

RATE = 1e-3
FROZEN_FROM = 8
"""The step at which the vision encoder is frozen."""


def engine_of(strategy: str, weights: dict[str, Any] | None = None) -> Engine:
    config = ApotheonTrainingConfig(
        manifest_path="none", strategy=strategy, mixed_precision="no", learning_rate=RATE
    )
    model = small_model()
    if weights is not None:
        load_weights(model, weights)
    engine = choose_engine(model, config, find_place("cpu"))
    engine.enter(())
    return engine


def steps(engine: Engine, count: int, frozen_from: int | None = None) -> list[list[float]]:
    """Mean loss of each objective over all ranks, and the gradient's length."""
    place = engine.place
    found = []
    for number in range(count):
        if number == frozen_from:
            engine.enter(("vision_encoder",))
        step = STEPS[number % len(STEPS)]
        batch = own_batch(step, None if place.ranks == 1 else place.rank)
        counts_K = place.sums(torch.tensor(counts_of(engine.model, [batch])))
        weights = engine.model.config.objectives.weights()
        stepped = take_step(engine, [batch], counts_K, weights, RATE)
        found.append([*stepped.means_K.tolist(), float(stepped.grad_norm)])
    assert len(found[0]) == len(OBJECTIVES) + 1
    return found


@torch.no_grad()
def evaluated(engine: Engine) -> None:
    """A forward pass alone, as between two steps."""
    step = STEPS[0]
    batch = own_batch(step, None if engine.place.ranks == 1 else engine.place.rank)
    engine.model.eval()
    engine.losses(batch)
    engine.model.train()


def report(strategy: str) -> dict[str, Any]:
    engine = engine_of(strategy)
    found = steps(engine, 2 * len(STEPS), FROZEN_FROM)
    evaluated(engine)
    state = copy.deepcopy(engine.optimizer_state())
    evaluated(engine)
    weights = {name: tensor.clone() for name, tensor in engine.weights().items()}
    shared = sum(isinstance(p, DTensor) for p in engine.model.parameters())
    engine.enter(())
    first = steps(engine, 2)
    again = engine_of(strategy, weights)
    again.load_optimizer(state)
    return {
        "steps": found,
        "ranks": engine.place.ranks,
        "engine": type(engine).__name__,
        "run": type(engine.run).__name__,
        "shared": shared,
        "stage": getattr(getattr(engine, "_engine", None), "zero_optimization_stage", int)(),
        "resumed": steps(again, 2) == first,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    told = {strategy: report(strategy) for strategy in sys.argv[1:]}
    if dist.is_initialized() and dist.get_rank() == 0:
        print(json.dumps(told))
    dist.destroy_process_group()
