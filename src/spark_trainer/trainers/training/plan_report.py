"""What a plan found, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

GB = 1e9


@dataclass
class StagePlan:
    """One stage of the curriculum, as probe steps found it."""

    name: str
    epochs: int
    steps: int
    """Of the optimiser."""
    batches: int
    largest_batch_s: float
    """Seconds of the batch with the longest samples."""
    usual_batch_s: float
    """Seconds of the batch in the middle, by size."""
    peak_bytes: int
    """The most that was held so far; on a CPU, by the whole process."""

    @property
    def total_s(self) -> float:
        return self.batches * self.usual_batch_s


@dataclass
class PlanReport:
    """Of a run that has not begun."""

    template: str
    device: str
    room_bytes: int
    resources: dict[str, Any]
    """What the template says it needs."""
    batch_size: int
    weights_bytes: int
    gradients_bytes: int
    optimizer_bytes: int
    samples: int | None = None
    measured: bool = False
    """False where the weights alone are too large, so that nothing was built or run."""
    stages: list[StagePlan] = field(default_factory=list)
    fitting_batch_size: int | None = None
    """The largest tried that fits; None where none does."""
    advice: list[str] = field(default_factory=list)
    """Settings that need less memory."""

    @property
    def fits(self) -> bool:
        return self.fitting_batch_size == self.batch_size

    @property
    def total_s(self) -> float:
        return sum(stage.total_s for stage in self.stages)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "fits": self.fits, "total_s": self.total_s}

    def text(self) -> str:
        """For a terminal of 80 columns."""
        lines = [
            f"template   {self.template} on {self.device} ({_gb(self.room_bytes)} of memory)",
            f"weights    {_gb(self.weights_bytes)}, gradients {_gb(self.gradients_bytes)}, "
            f"optimiser {_gb(self.optimizer_bytes)} (from the sizes)",
            f"template says  {self.resources['hardware']}",
        ]
        if self.samples is not None:
            lines.append(f"samples    {self.samples}, batches of {self.batch_size} at most")
        if self.stages:
            lines += ["", *self._table(), ""]
        return "\n".join([*lines, *self._verdict()])

    def _table(self) -> list[str]:
        head = (
            f"{'stage':24} {'steps':>8} {'largest batch':>14} {'usual':>9} {'peak':>9} {'time':>9}"
        )
        rows = [
            f"{stage.name[:22]:22} {stage.steps:8,} {stage.largest_batch_s:8.3f} s "
            f"{stage.usual_batch_s:7.3f} s {_gb(stage.peak_bytes):>9} {_clock(stage.total_s):>8}"
            for stage in self.stages
        ]
        return [head, *rows]

    def _verdict(self) -> list[str]:
        if not self.measured:
            needed = self.weights_bytes + self.gradients_bytes + self.optimizer_bytes
            first = (
                f"does not fit: {_gb(needed)} before any sample, by this estimate; nothing was "
                f"built or run"
            )
            return [first, "what needs less:", *[f"  - {line}" for line in self.advice]]
        if self.fits:
            return [f"fits       about {_clock(self.total_s)} in all, by the usual batches"]
        found = self.fitting_batch_size
        told = "no batch fits" if found is None else f"batch_size {found} fits"
        lines = [f"does not fit: memory ran out with batch_size {self.batch_size}; {told}"]
        return [*lines, "what needs less:", *[f"  - {line}" for line in self.advice]]


def _gb(count: int) -> str:
    return f"{count / GB:.2f} GB"


def _clock(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))
