"""`/api/user/dashboard`: all that the first page shows."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from spark_trainer.jobs import queue
from spark_trainer.server.counting import counted
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.routes.jobs import Job, jobs_json
from spark_trainer.server.routes.system import Gpu
from spark_trainer.server.system.sampler import environment

router = APIRouter(prefix="/api/user", tags=["user"])
_LAST = 10


class Counts(BaseModel):
    """How many there are."""

    datasets: int
    models: int
    runs: int


class JobCounts(BaseModel):
    """Jobs by state."""

    total: int
    running: int
    completed: int
    failed: int
    queued: int
    cancelled: int


class Memory(BaseModel):
    """Of the machine, in bytes."""

    used_bytes: int
    total_bytes: int


class Dashboard(BaseModel):
    """The machine, what is on it, and what it does."""

    counts: Counts
    jobs: JobCounts
    environment: dict[str, Any]
    """`python`, `pytorch`, `cuda`, `cpus`, `gpus`, `memory_bytes`."""
    gpus: list[Gpu]
    memory: Memory
    cpu_load: float
    """Share of all processors, 0 to 1."""
    recent_jobs: list[Job]


@router.get("/dashboard")
async def dashboard(shared: Shared) -> Dashboard:
    """Counts, jobs by state, environment, GPUs, memory, load, the last ten jobs."""
    return await aside(_dashboard, shared)


def _dashboard(shared: Parts) -> Dashboard:
    states = queue.counts(shared.engine)
    last = queue.page(shared.engine, limit=_LAST)
    now = shared.sampler.now
    return Dashboard(
        counts=Counts(**counted(shared)),
        jobs=JobCounts(total=sum(states.values()), **states),
        environment=dict(environment()),
        gpus=[Gpu.model_validate(gpu) for gpu in now.gpus],
        memory=Memory(used_bytes=now.memory_used_bytes, total_bytes=now.memory_total_bytes),
        cpu_load=now.cpu,
        recent_jobs=[Job(**told) for told in jobs_json(shared.engine, last.rows)],
    )
