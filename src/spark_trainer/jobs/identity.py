"""Which process it was: a pid comes again, a pid with its start in this boot does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_START_TICKS = 19
"""Of the fields of /proc/PID/stat, counted after the name of the program."""


@dataclass(frozen=True)
class Identity:
    """A process, for as long as the machine runs."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """The process of that pid now; None where there is none, or it only waits to be reaped."""
        started = _started(pid)
        return None if started is None else cls(pid, started)

    @property
    def alive(self) -> bool:
        return _started(self.pid) == self.started

    def __str__(self) -> str:
        return f"{self.pid}:{self.started}"

    @classmethod
    def parse(cls, text: str) -> Self:
        pid, _, started = text.partition(":")
        return cls(int(pid), started)


def _started(pid: int) -> str | None:
    if not _BOOT.exists():
        return _started_elsewhere(pid)
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = stat.rpartition(")")[2].split()
    if state in "ZX":
        return None
    return f"{_BOOT.read_text(encoding='ascii').strip()[:8]}-{rest[_START_TICKS - 1]}"


def _started_elsewhere(pid: int) -> str | None:
    """Where there is no /proc."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except psutil.Error:
        return None
