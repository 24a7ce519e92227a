"""GPUs by NVML: how many there are, and what they do. No torch."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pynvml

VISIBLE = "CUDA_VISIBLE_DEVICES"


@dataclass(frozen=True)
class Gpu:
    """One of them, now."""

    index: int
    name: str
    utilisation: float | None
    """Share of the last moment in which it worked, 0 to 1."""
    memory_used_bytes: int
    memory_total_bytes: int
    temperature_c: int | None
    power_w: float | None
    power_limit_w: float | None


@cache
def no_gpus() -> str | None:
    """Why there are none; None where NVML answers."""
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as e:
        return f"no NVIDIA GPU: {e}"
    return None if pynvml.nvmlDeviceGetCount() else "no NVIDIA GPU: the driver finds none"


def gpu_count() -> int:
    return 0 if no_gpus() else int(pynvml.nvmlDeviceGetCount())


def usable(most: int | None) -> list[str]:
    """GPUs that jobs may have, as CUDA_VISIBLE_DEVICES names them.

    Where this process has that variable, those in it alone.

    Args:
        most: of them; None = all that NVML finds.
    """
    named = os.environ.get(VISIBLE)
    if named is not None:
        return chosen(named, [] if no_gpus() else _uuids())[:most]
    return [str(index) for index in range(gpu_count() if most is None else most)]


def chosen(named: str, uuids: Sequence[str]) -> list[str]:
    """What CUDA takes a value of CUDA_VISIBLE_DEVICES for: it ends at the first that is no GPU.

    A UUID, or the start of one, becomes its index, so that a GPU has one name here; a part of a
    GPU (MIG) keeps its own.
    """
    found: list[str] = []
    for part in named.split(","):
        name = _by_index(part.strip(), uuids)
        if not name.isdecimal() and not name.startswith("MIG-"):
            break
        found.append(name)
    return list(dict.fromkeys(found))


def _by_index(name: str, uuids: Sequence[str]) -> str:
    if not name.startswith("GPU-"):
        return name
    matching = [index for index, uuid in enumerate(uuids) if uuid.startswith(name)]
    return str(matching[0]) if len(matching) == 1 else ""


def _uuids() -> list[str]:
    handles = [pynvml.nvmlDeviceGetHandleByIndex(index) for index in range(gpu_count())]
    return [_text(pynvml.nvmlDeviceGetUUID(handle)) for handle in handles]


def driver_cuda_version() -> str | None:
    """The newest CUDA that the driver knows, as `12.8`."""
    if no_gpus():
        return None
    number = int(pynvml.nvmlSystemGetCudaDriverVersion())
    return f"{number // 1000}.{number % 1000 // 10}"


def read_gpus() -> list[Gpu]:
    """What each does now. A figure that a GPU does not give is None."""
    return [_read(index) for index in range(gpu_count())]


def _read(index: int) -> Gpu:
    handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    busy = _asked(pynvml.nvmlDeviceGetUtilizationRates, handle)
    power = _asked(pynvml.nvmlDeviceGetPowerUsage, handle)
    limit = _asked(pynvml.nvmlDeviceGetEnforcedPowerLimit, handle)
    return Gpu(
        index=index,
        name=_text(pynvml.nvmlDeviceGetName(handle)),
        utilisation=None if busy is None else busy.gpu / 100,
        memory_used_bytes=int(memory.used),
        memory_total_bytes=int(memory.total),
        temperature_c=_asked(pynvml.nvmlDeviceGetTemperature, handle, pynvml.NVML_TEMPERATURE_GPU),
        power_w=None if power is None else power / 1000,
        power_limit_w=None if limit is None else limit / 1000,
    )


def _text(given: str | bytes) -> str:
    return given.decode() if isinstance(given, bytes) else given


def _asked(what: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return what(*arguments)
    except pynvml.NVMLError:
        return None
