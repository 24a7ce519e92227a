"""`/api/user/dashboard`: all that the first page shows."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import JsonValue

from spark_trainer.jobs import queue
from spark_trainer.server.counting import counted
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.routes.jobs import EXAMPLE as JOB
from spark_trainer.server.routes.jobs import Job, jobs_json
from spark_trainer.server.routes.shapes import Shape, example
from spark_trainer.server.routes.system import ENVIRONMENT, GPU, Environment, Gpu
from spark_trainer.server.system.sampler import environment

router = APIRouter(prefix="/api/user", tags=["user"])
_LAST = 10
EXAMPLE: dict[str, JsonValue] = {
    "counts": {"datasets": 2, "models": 1, "runs": 3},
    "jobs": {"total": 9, "running": 1, "completed": 5, "failed": 2, "queued": 0, "cancelled": 1},
    "environment": ENVIRONMENT,
    "gpus": [GPU],
    "memory": {"used_bytes": 1845174272, "total_bytes": 25276510208},
    "cpu_load": 0.42,
    "recent_jobs": [JOB],
}


class Counts(Shape):
    """How many there are."""

    datasets: int
    models: int
    runs: int


class JobCounts(Shape):
    """Jobs by state."""

    total: int
    running: int
    completed: int
    failed: int
    queued: int
    cancelled: int


class Memory(Shape):
    """Of the machine, in bytes."""

    used_bytes: int
    total_bytes: int


class Dashboard(Shape):
    """The machine, what is on it, and what it does."""

    model_config = example(EXAMPLE)

    counts: Counts
    jobs: JobCounts
    environment: Environment
    gpus: list[Gpu]
    memory: Memory
    cpu_load: float | None
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
        environment=Environment(**environment()),
        gpus=[Gpu.model_validate(gpu) for gpu in now.gpus],
        memory=Memory(used_bytes=now.memory_used_bytes, total_bytes=now.memory_total_bytes),
        cpu_load=now.cpu,
        recent_jobs=[Job(**told) for told in jobs_json(shared.engine, last.rows)],
    )
