"""A few steps in which every rank misses something else.

Run by torchrun with two processes, it prints the losses of each way of training together.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import torch
import torch.distributed as dist
from tests.models.apotheon.small import Sample, batch_of, small_model
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel

from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.models.losses import weighted_sum
from spark_trainer.models.ranks import gather_rows

WHOLE = [Sample(frames=2, windows_s=(0.4, 0.2), seed=1), Sample(seed=2)]
NO_PICTURES = [Sample(frames=0, rows=(("transcription", "abc"),), seed=3)]
NO_SOUND = [Sample(windows_s=(), rows=(("captioning", "xy"),), seed=4), Sample(seed=5)]
NO_TEXT = [Sample(rows=(), seed=6)]
NOTHING = [Sample(frames=0, windows_s=(), rows=())]
STEPS = [
    (WHOLE, NO_PICTURES),
    (NO_SOUND, WHOLE),
    (NOTHING, NO_SOUND),
    (NO_PICTURES, NO_TEXT),
    (NOTHING, NOTHING),
    (WHOLE, NOTHING),
]


def sharded(model: Any, how: str) -> Any:
    if how == "alone":
        return model
    if how == "ddp":
        return DistributedDataParallel(model)
    for layers in (
        model.fusion.layers,
        model.vision_encoder.model.encoder.layers,
        model.audio_encoder.model.layers,
        model.text_encoder.model.model.layers,
    ):
        for layer in layers:
            fully_shard(layer)
    return fully_shard(model)


def own_batch(step: tuple[list[Sample], list[Sample]], rank: int | None) -> Batch:
    """What one rank has of a step; all of it for a process alone."""
    if rank is None:
        return batch_of(step[0] + step[1])
    batch = batch_of(step[rank])
    return dataclasses.replace(batch, videos_B=batch.videos_B + rank * len(step[0]))


def losses_of_steps(how: str) -> list[list[float]]:
    """The mean of each objective over all ranks, step by step."""
    rank, ranks = (None, 1) if how == "alone" else (dist.get_rank(), dist.get_world_size())
    model = small_model()
    run = sharded(model, how)
    optimizer = torch.optim.SGD(run.parameters(), lr=0.05)
    means = []
    for step in STEPS:
        batch = own_batch(step, rank)
        losses = run(batch).losses(batch, gather_rows)
        counts = {name: loss.count.clone() for name, loss in losses.items()}
        totals = {name: loss.total.detach().clone() for name, loss in losses.items()}
        if rank is not None:
            for value in (*counts.values(), *totals.values()):
                dist.all_reduce(value)
        optimizer.zero_grad()
        # DDP and FSDP take the mean of the ranks' gradients; the sum is wanted.
        (ranks * weighted_sum(losses, model.config.objectives.weights(), counts)).backward()
        optimizer.step()
        means.append([totals[name].item() / max(1, counts[name].item()) for name in totals])
    return means


if __name__ == "__main__":
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    found = {how: losses_of_steps(how) for how in ("ddp", "fsdp2")}
    if dist.get_rank() == 0:
        print(json.dumps(found))
    dist.destroy_process_group()
