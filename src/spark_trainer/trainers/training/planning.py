"""What a run will need, measured before it begins: probe steps on the largest batches.

The real model and the real samples are used, in the run's own precision; nothing is written.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import torch
from torch import nn

from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.choice import choose_engine
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.loaded import Loaded
from spark_trainer.trainers.training.memory import is_out_of_memory, what_needs_less
from spark_trainer.trainers.training.plan_report import PlanReport, StagePlan
from spark_trainer.trainers.training.reporting import memory_bytes
from spark_trainer.trainers.training.step import counts_of, seed_step, take_step
from spark_trainer.trainers.training.task import Stage, Task

WARM_UP, PROBES = 1, 3
ADAM_BYTES = 8
"""Of each trained parameter: two moments in float32."""


@dataclass(frozen=True)
class Room:
    """Memory of the device, in bytes."""

    total: int
    free: int


@dataclass(frozen=True)
class Needs:
    """What weights and optimiser hold, whatever the batch; bytes."""

    weights: int
    gradients: int
    optimizer: int

    @property
    def all(self) -> int:
        return self.weights + self.gradients + self.optimizer


def plan(
    name: str,
    resources: dict[str, Any],
    config: TrainingConfig,
    device: torch.device,
    needs: Needs,
    make: Callable[[], Task],
) -> PlanReport:
    """Build the real thing, and run its largest and its usual batch a few times, stage by stage.

    Where the weights alone are more than there is memory, nothing is built: the report is an
    estimate, and says so.

    Args:
        name: of the template.
        resources: what the template says that it needs.
        needs: see `needs_of`.
        make: the task, with its model.

    Raises:
        UsageError, DatasetError, BackendUnavailableError: as training would.
    """
    room = room_on(device)
    report = PlanReport(
        template=name,
        device=str(device),
        room_bytes=room.total,
        resources=resources,
        batch_size=config.batch_size,
        **{f"{what}_bytes": value for what, value in asdict(needs).items()},
    )
    if needs.all > room.free:
        report.advice = what_needs_less(config)
        return report
    task = make()
    task.freeze_for_good()
    engine = choose_engine(task.model, config, task.place)
    report.samples, report.measured = task.samples, True
    while True:
        try:
            report.stages = [_stage(engine, task, s, e) for s, e in _stages(task)]
            report.fitting_batch_size = task.config.batch_size
            break
        except (RuntimeError, MemoryError) as e:
            if not is_out_of_memory(e):
                raise
            engine.update(0.0)  # lets go of the gradients
            report.advice = what_needs_less(config)
            if task.config.batch_size == 1:
                break
            task = task.smaller(task.config.batch_size // 2)
    return report


def needs_of(model: nn.Module, config: TrainingConfig) -> Needs:
    """From the sizes of the model alone, as one process holds it. It may be on the meta device."""
    half = 4 if config.half is None else 2
    weights = sum(p.numel() * (4 if p.requires_grad else half) for p in model.parameters())
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return Needs(weights, 4 * trained, ADAM_BYTES * trained)


def room_on(device: torch.device) -> Room:
    """Memory of the GPU, or of this machine."""
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        return Room(total, free)
    with Path("/proc/meminfo").open() as lines:
        kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return Room(kib["MemTotal"] * 1024, kib["MemAvailable"] * 1024)


def _stages(task: Task) -> list[tuple[Stage, list[int]]]:
    """Each stage that the run comes to, and its epochs."""
    epochs = groupby(range(task.config.num_epochs), lambda epoch: task.stage_at(epoch).name)
    each = [list(group) for _, group in epochs]
    return [(task.stage_at(group[0]), group) for group in each]


def _stage(engine: Engine, task: Task, stage: Stage, epochs: list[int]) -> StagePlan:
    engine.enter(stage.frozen)
    task.enter(stage)
    loader = task.loader(epochs[0], 0)
    order = sorted(range(len(loader)), key=loader.cost)
    largest, usual = order[-1], order[len(order) // 2]
    if engine.place.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(engine.place.device)
    largest_s = _probe(engine, task, stage, epochs[0], largest)
    usual_s = _probe(engine, task, stage, epochs[0], usual)
    accumulated = task.config.gradient_accumulation_steps
    steps = len(epochs) * math.ceil(len(loader) / accumulated)
    return StagePlan(
        name=stage.name,
        epochs=len(epochs),
        steps=steps,
        batches=len(epochs) * len(loader),
        largest_batch_s=largest_s,
        usual_batch_s=usual_s,
        peak_bytes=memory_bytes(engine.place.device),
    )


def _probe(engine: Engine, task: Task, stage: Stage, epoch: int, batch: int) -> float:
    """Seconds that one batch takes, the change of the weights included."""
    loaded: Loaded[Any] = next(islice(task.loader(epoch, batch), 1))
    device = engine.place.device
    took_s = []
    for number in range(WARM_UP + PROBES):
        begun = time.perf_counter()
        seed_step(task.config.seed, number, engine.place.rank)
        counts = torch.tensor(counts_of(engine.model, [loaded.batch]), device=device)
        stepped = take_step(
            engine, [loaded.batch], engine.place.sums(counts), stage.weights, rate=0.0
        )
        float(stepped.grad_norm)
        took_s.append(time.perf_counter() - begun)
    return sorted(took_s[WARM_UP:])[PROBES // 2]
