"""`/api/system`, `/healthz`, `/metrics`: how the machine and the server are."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from pydantic import JsonValue

from spark_trainer import __version__
from spark_trainer.jobs import queue
from spark_trainer.jobs.gpus import no_gpus
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.routes.shapes import Shape, answers, example
from spark_trainer.server.system.sampler import environment

router = APIRouter(tags=["system"])
GPU: dict[str, JsonValue] = {
    "index": 0, "name": "NVIDIA H100 80GB HBM3", "utilisation": 0.97,
    "memory_used_bytes": 61203283968, "memory_total_bytes": 85520809984, "temperature_c": 61,
    "power_w": 540.5, "power_limit_w": 700.0,
}  # fmt: skip
_MACHINE: dict[str, JsonValue] = {
    "at": 1795878661.7, "cpu": 0.42, "load": [1.5, 1.7, 0.7], "memory_used_bytes": 1845174272,
    "memory_total_bytes": 25276510208, "disk_used_bytes": 27847192576,
    "disk_total_bytes": 270553174016, "gpus": [GPU],
}  # fmt: skip
ENVIRONMENT: dict[str, JsonValue] = {
    "python": "3.11.7", "pytorch": "2.13.0", "cuda": "12.8", "cpus": 16, "gpus": 1,
    "no_gpus": None, "memory_bytes": 25276510208, "spark_trainer": "0.1.0",
}  # fmt: skip
PROMETHEUS = "text/plain; version=0.0.4"
_METRICS = """# HELP spark_trainer_jobs Jobs by state
# TYPE spark_trainer_jobs gauge
spark_trainer_jobs{state="queued"} 0.0
"""


class Gpu(Shape):
    """One GPU, now. A figure that it does not give is null."""

    index: int
    name: str
    utilisation: float | None
    memory_used_bytes: int
    memory_total_bytes: int
    temperature_c: int | None
    power_w: float | None
    power_limit_w: float | None


class Machine(Shape):
    """The machine at one moment. Shares are 0 to 1."""

    at: float
    cpu: float | None
    """Null where the system counts no time of its processors."""
    load: tuple[float, float, float]
    memory_used_bytes: int
    memory_total_bytes: int
    disk_used_bytes: int
    disk_total_bytes: int
    gpus: list[Gpu]


class Environment(Shape):
    """Versions and counts. A package that is not installed has none."""

    python: str
    pytorch: str | None
    cuda: str | None
    """The newest that the driver knows."""
    cpus: int
    gpus: int
    no_gpus: str | None
    """Why there is no GPU; null where there are some."""
    memory_bytes: int
    spark_trainer: str


class System(Shape):
    """The last minutes, the newest sample last."""

    model_config = example(
        {
            "environment": ENVIRONMENT,
            "now": _MACHINE,
            "samples": [_MACHINE],
            "no_gpus": None,
            "workdir": "/home/ada",
        }
    )

    environment: Environment
    now: Machine
    samples: list[Machine]
    no_gpus: str | None
    """Why there is no GPU; null where there are some."""
    workdir: str
    """The folder that relative paths of jobs start at."""


class Health(Shape):
    """That it answers."""

    model_config = example({"status": "ok", "version": "0.1.0"})

    status: str
    version: str


@router.get("/api/system")
async def show_system(shared: Shared) -> System:
    """Processors, memory, disk and GPUs over the last ten minutes."""
    samples = [Machine.model_validate(sample.to_json()) for sample in shared.sampler.samples]
    return System(
        environment=Environment(**environment()),
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


@router.get("/metrics", response_class=Response, responses=answers(_METRICS, PROMETHEUS))
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
    if now.cpu is not None:
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
    return Response(generate_latest(registry), media_type=PROMETHEUS)
