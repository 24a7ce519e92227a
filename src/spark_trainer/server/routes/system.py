"""`/api/system`, `/healthz`, `/metrics`: how the machine and the server are."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from pydantic import BaseModel

from spark_trainer import __version__
from spark_trainer.jobs import queue
from spark_trainer.jobs.gpus import no_gpus
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.system.sampler import environment

router = APIRouter(tags=["system"])


class Gpu(BaseModel):
    """One GPU, now. A figure that it does not give is null."""

    index: int
    name: str
    utilisation: float | None
    memory_used_bytes: int
    memory_total_bytes: int
    temperature_c: int | None
    power_w: float | None
    power_limit_w: float | None


class Machine(BaseModel):
    """The machine at one moment. Shares are 0 to 1."""

    at: float
    cpu: float
    load: tuple[float, float, float]
    memory_used_bytes: int
    memory_total_bytes: int
    disk_used_bytes: int
    disk_total_bytes: int
    gpus: list[Gpu]


class System(BaseModel):
    """The last minutes, the newest sample last."""

    environment: dict[str, Any]
    now: Machine
    samples: list[Machine]
    no_gpus: str | None
    """Why there is no GPU; null where there are some."""
    workdir: str
    """The folder that relative paths of jobs start at."""


class Health(BaseModel):
    """That it answers."""

    status: str
    version: str


@router.get("/api/system")
async def show_system(shared: Shared) -> System:
    """Processors, memory, disk and GPUs over the last ten minutes."""
    samples = [Machine.model_validate(sample.to_json()) for sample in shared.sampler.samples]
    return System(
        environment=dict(environment()),
        now=samples[-1],
        samples=samples,
        no_gpus=no_gpus(),
        workdir=str(shared.settings.workdir.resolve()),
    )


@router.get("/healthz")
async def health(shared: Shared) -> Health:
    """Whether the server and its database answer."""
    await aside(queue.counts, shared.engine)
    return Health(status="ok", version=__version__)


@router.get("/metrics", response_class=Response)
async def metrics(shared: Shared) -> Response:
    """The same for Prometheus."""
    counts = await aside(queue.counts, shared.engine)
    registry, now = CollectorRegistry(), shared.sampler.now

    def gauge(name: str, about: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"spark_trainer_{name}", about, labels, registry=registry)

    states = gauge("jobs", "Jobs by state", ("state",))
    for state, count in counts.items():
        states.labels(state).set(count)
    gauge("event_clients", "Clients of the event stream").set(shared.hub.clients)
    gauge("cpu_share", "Share of the processors that works").set(now.cpu)
    gauge("memory_used_bytes", "Memory in use").set(now.memory_used_bytes)
    gauge("disk_used_bytes", "Disk in use").set(now.disk_used_bytes)
    figures = {
        "gpu_utilisation": ("Share of time a GPU worked", "utilisation"),
        "gpu_memory_used_bytes": ("Memory of a GPU in use", "memory_used_bytes"),
        "gpu_temperature_celsius": ("Temperature of a GPU", "temperature_c"),
        "gpu_power_watts": ("Power of a GPU", "power_w"),
    }
    for name, (about, key) in figures.items() if now.gpus else ():
        one = gauge(name, about, ("gpu",))
        for gpu in now.gpus:
            if gpu[key] is not None:
                one.labels(str(gpu["index"])).set(gpu[key])
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")
