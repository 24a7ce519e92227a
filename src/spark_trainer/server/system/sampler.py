"""How the machine is: sampled in the background, so that nobody waits for an answer."""

from __future__ import annotations

import math
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from spark_trainer import __version__
from spark_trainer.jobs.gpus import driver_cuda_version, gpu_count, no_gpus, read_gpus

EVERY_S = 2.0
KEPT = 300
"""Samples: ten minutes."""
_FIRST_S = 0.2
"""Over less than that, a share of processors is 0 or 1 by chance."""


@dataclass(frozen=True)
class Sample:
    """The machine at one moment."""

    at: float
    cpu: float | None
    """Share of all processors that worked since the sample before, 0 to 1.

    `None` where the system counted no time.
    """
    load: tuple[float, float, float]
    memory_used_bytes: int
    memory_total_bytes: int
    disk_used_bytes: int
    disk_total_bytes: int
    gpus: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Sampler:
    """The last samples.

    Args:
        disk: a folder on the disk that fills up.
    """

    def __init__(self, disk: Path) -> None:
        self._disk = disk
        self.samples: deque[Sample] = deque(maxlen=KEPT)
        self._cpu_times = psutil.cpu_times()
        time.sleep(_FIRST_S)
        self._looked_s = -math.inf
        self.look()

    def look(self) -> Sample:
        """Take one more; the last one again, where it was just taken."""
        if time.monotonic() - self._looked_s < _FIRST_S:
            return self.now
        self._looked_s = time.monotonic()
        before, self._cpu_times = self._cpu_times, psutil.cpu_times()
        memory, disk = psutil.virtual_memory(), psutil.disk_usage(str(self._disk))
        sample = Sample(
            at=time.time(),
            cpu=busy_share(before._asdict(), self._cpu_times._asdict()),
            load=psutil.getloadavg(),
            memory_used_bytes=memory.total - memory.available,
            memory_total_bytes=memory.total,
            disk_used_bytes=disk.used,
            disk_total_bytes=disk.total,
            gpus=[asdict(gpu) for gpu in read_gpus()],
        )
        self.samples.append(sample)
        return sample

    @property
    def now(self) -> Sample:
        return self.samples[-1]


def busy_share(before_s: Mapping[str, float], after_s: Mapping[str, float]) -> float | None:
    """Share of the time between two readings of all processors that was work, 0 to 1.

    `None` where no time was counted.
    `psutil.cpu_percent` would remember for each thread by itself: of every new one it says 0.
    """
    # A guest's time stands within the user's; a counter that went back counts as one that stood.
    passed_s = {
        kind: max(0.0, after_s[kind] - before_s[kind])
        for kind in before_s
        if not kind.startswith("guest")
    }
    all_s = sum(passed_s.values())
    idle_s = passed_s["idle"] + passed_s.get("iowait", 0.0)
    return (all_s - idle_s) / all_s if all_s > 0 else None


def environment() -> Mapping[str, Any]:
    """Versions and counts, from package metadata and NVML: nothing heavy is imported."""
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "pytorch": _version("torch"),
        "cuda": driver_cuda_version(),
        "cpus": psutil.cpu_count() or 1,
        "gpus": gpu_count(),
        "no_gpus": no_gpus(),
        "memory_bytes": psutil.virtual_memory().total,
        "spark_trainer": __version__,
    }


@cache
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
