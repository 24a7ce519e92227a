"""Which of how many processes this is, on which device, and how they add up numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch
import torch.distributed as dist
from accelerate import PartialState
from torch import Tensor

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.device import choose_device


@dataclass(frozen=True)
class Place:
    """One process of a run."""

    rank: int
    ranks: int
    device: torch.device

    @property
    def first(self) -> bool:
        """Whether this process writes the run folder and talks."""
        return self.rank == 0

    def sums(self, values: Tensor) -> Tensor:
        """Numbers of all ranks, added up; the same on every rank."""
        if self.ranks > 1:
            values = values.clone()
            dist.all_reduce(values)
        return values

    def wait(self) -> None:
        """For all ranks to come here."""
        if self.ranks > 1:
            dist.barrier()


def find_place(device: str) -> Place:
    """Start the group of processes that torchrun or `accelerate launch` made, if there is one.

    Raises:
        UsageError: the processes that were asked for are not the ones that are there.
    """
    chosen = choose_device(device)
    wanted = int(os.environ.get("WORLD_SIZE", "1"))
    on_cpu = chosen == "cpu"
    state = PartialState(cpu=on_cpu) if wanted > 1 or not on_cpu else None
    ranks, rank = (1, 0) if state is None else (state.num_processes, state.process_index)
    if ranks != wanted or (wanted > 1 and not dist.is_initialized()):
        raise UsageError(
            f"WORLD_SIZE asks for {wanted} processes, but {ranks} work together. Start them with "
            f"`torchrun --nproc-per-node {wanted}`."
        )
    if wanted > 1 and not on_cpu:
        chosen = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
    return Place(rank, ranks, torch.device(chosen))
