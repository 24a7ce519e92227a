"""Processor time, wall time and memory of a command with all its descendants."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """What a command took. `peak_kib` is the largest resident size of any one process."""

    cpu_s: float
    wall_s: float
    peak_kib: int


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end; its orphans are reaped and counted too.

    Worker processes are children of a fork server that nobody waits for, so `time` misses them.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = _PeakWatch(process.pid)
    code = process.wait()
    wall_s = time.perf_counter() - started
    _reap_orphans()
    after = os.times()
    if code != 0:
        raise SystemExit(f"error: {' '.join(command)} ended with {code}")
    cpu_s = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return Cost(cpu_s, wall_s, peak.stop())


def _reap_orphans() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


class _PeakWatch:
    """Reads VmHWM of all descendants a few times a second."""

    def __init__(self, root: int) -> None:
        self._root, self._peak, self._over = root, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            for pid in _descendants(self._root):
                self._peak = max(self._peak, _high_water_kib(pid))

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting.extend(parents.get(pid, []))
    return found


def _high_water_kib(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
