"""How many pieces fit into memory at once: two small batches are measured, the rest is a line."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spark_trainer.core.optional import require
from spark_trainer.labelers.base import BatchTooLargeError

SHARE = 0.8
"""Of the memory that is free; the rest is for longer texts than those that were tried."""

_TRIED = (1, 4)
_LEAST_BYTES = 1 << 23
"""A piece counts as at least this much, or noise would make any batch fit."""


def most_that_fit(run: Callable[[int], Any], device: str, largest: int) -> int:
    """The batch size that `auto` stands for, a power of two, at least 1.

    Args:
        run: labels that many pieces.
        device: `cpu` or `cuda:N`.
        largest: never more than this.
    """
    used = []
    for count in _TRIED:
        try:
            used.append(_peak_bytes(run, count, device))
        except BatchTooLargeError:
            return 1
    each = max(_LEAST_BYTES, (used[1] - used[0]) // (_TRIED[1] - _TRIED[0]))
    most = int(_free_bytes(device) * SHARE) // each
    return 1 << min(max(1, most), largest).bit_length() - 1


def _peak_bytes(run: Callable[[int], Any], count: int, device: str) -> int:
    if device == "cpu":
        run(count)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    cuda = require("torch", extra="labels").cuda
    cuda.reset_peak_memory_stats(device)
    run(count)
    return int(cuda.max_memory_allocated(device))


def _free_bytes(device: str) -> int:
    """What may still be taken. On the CPU what the kernel says, within the limit of the container.

    Sources: /proc/meminfo (proc(5)), memory.max and memory.current (cgroup v2).
    """
    if device != "cpu":
        return int(require("torch", extra="labels").cuda.mem_get_info(device)[0])
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            free = int(line.split()[1]) * 1024
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text().strip()
        current = int((group / "memory.current").read_text())
    except (OSError, ValueError):
        return free
    return free if limit == "max" else min(free, max(0, int(limit) - current))
