"""What a run will need, measured before it begins: probe steps on the largest batches.

The real model and the real samples are used, in the run's own precision; nothing is written.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import torch

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.curriculum import Stage
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.tokenizer import load_tokenizer
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.apotheon.data import RunData
from spark_trainer.trainers.apotheon.engines.choice import choose_engine
from spark_trainer.trainers.apotheon.engines.engine import Engine
from spark_trainer.trainers.apotheon.engines.place import find_place
from spark_trainer.trainers.apotheon.memory import is_out_of_memory, what_needs_less
from spark_trainer.trainers.apotheon.plan_report import PlanReport, StagePlan
from spark_trainer.trainers.apotheon.reporting import memory_bytes
from spark_trainer.trainers.apotheon.run_file import RunPlan
from spark_trainer.trainers.apotheon.stages import always_frozen, frozen_in
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon.step import counts_of, seed_step, take_step
from spark_trainer.trainers.apotheon_data.fetch import Loaded
from spark_trainer.trainers.apotheon_data.loader import Loader

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


def plan_training(planned: RunPlan) -> PlanReport:
    """Build the real thing, and run its largest and its usual batch a few times, stage by stage.

    Where the weights alone are more than there is memory, nothing is built: the report is an
    estimate, and says so.

    Raises:
        UsageError, DatasetError, BackendUnavailableError: as training would.
    """
    template, config = planned.template, planned.config
    place = find_place(config.device)
    room, needs = room_on(place.device), needs_of(template, config)
    report = PlanReport(
        template=planned.name,
        device=str(place.device),
        room_bytes=room.total,
        resources=template.resources.model_dump(mode="json"),
        batch_size=config.batch_size,
        **{f"{name}_bytes": value for name, value in asdict(needs).items()},
    )
    if needs.all > room.free:
        report.advice = what_needs_less(config)
        return report
    tokenizer = load_tokenizer(template.architecture.text.tokenizer)
    data = RunData(template, config, tokenizer, place)
    model = build_model(template, config)
    model.freeze(data.always_frozen)
    model.set_gradient_checkpointing(config.gradient_checkpointing)
    engine = choose_engine(model, config, place)
    report.samples, report.measured = len(data.samples), True
    size = config.batch_size
    while True:
        try:
            report.stages = [_stage(engine, data, s, e) for s, e in _stages(template, config)]
            report.fitting_batch_size = size
            break
        except (RuntimeError, MemoryError) as e:
            if not is_out_of_memory(e):
                raise
            engine.update(0.0)  # lets go of the gradients
            report.advice = what_needs_less(config)
            if size == 1:
                break
            size //= 2
            data = RunData(template, _with_batch(config, size), tokenizer, place)
    return report


def needs_of(template: ApotheonConfig, config: ApotheonTrainingConfig) -> Needs:
    """From the sizes of the model alone, as one process holds it."""
    with torch.device("meta"):
        model = ApotheonMultiModalModel(template, weights="random")
    model.freeze(always_frozen(template, config.num_epochs))
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


def _stages(
    template: ApotheonConfig, config: ApotheonTrainingConfig
) -> Iterator[tuple[Stage, list[int]]]:
    """Each stage that the run comes to, and its epochs."""
    for stage, epochs in groupby(range(config.num_epochs), template.stage_at):
        yield stage, list(epochs)


def _stage(engine: Engine, data: RunData, stage: Stage, epochs: list[int]) -> StagePlan:
    engine.enter(frozen_in(data.template, stage))
    data.enter(stage)
    loader = data.loader(epochs[0], 0)
    order = sorted(range(len(loader)), key=lambda number: _cost(data, loader, number))
    largest, usual = order[-1], order[len(order) // 2]
    if engine.place.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(engine.place.device)
    largest_s = _probe(engine, data, stage, data.loader(epochs[0], largest))
    usual_s = _probe(engine, data, stage, data.loader(epochs[0], usual))
    accumulated = data.config.gradient_accumulation_steps
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


def _cost(data: RunData, loader: Loader, number: int) -> int:
    """Tokens that go through the model: patches, states of sound, and text with its padding."""
    sizes = [data.samples.size(index) for index in loader.indices(number)]
    of = data.samples.sizes
    rows = sum(size.rows for size in sizes)
    return (
        sum(size.frames for size in sizes) * of.vision_features[0]
        + sum(size.windows for size in sizes) * of.audio_features[0]
        + rows * max((size.longest_row for size in sizes), default=0)
    )


def _probe(engine: Engine, data: RunData, stage: Stage, loader: Loader) -> float:
    """Seconds that the first batch of the loader takes, the change of the weights included."""
    loaded: Loaded = next(iter(loader))
    weights = stage.loss_weights or data.template.objectives.weights()
    device = engine.place.device
    took_s = []
    for number in range(WARM_UP + PROBES):
        begun = time.perf_counter()
        seed_step(data.config.seed, number, engine.place.rank)
        counts_K = engine.place.sums(torch.tensor(counts_of([loaded.batch]), device=device))
        stepped = take_step(engine, [loaded.batch], counts_K, weights, rate=0.0)
        float(stepped.grad_norm)
        took_s.append(time.perf_counter() - begun)
    return sorted(took_s[WARM_UP:])[PROBES // 2]


def _with_batch(config: ApotheonTrainingConfig, size: int) -> ApotheonTrainingConfig:
    given: dict[str, Any] = config.model_dump()
    return ApotheonTrainingConfig(**{**given, "batch_size": size})
