"""How far a run has come."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass
class Position:
    """Between two steps. All that decides what the next one is, besides the configuration."""

    epoch: int = 0
    batch: int = 0
    """Batches of each rank that were taken in this epoch."""
    step: int = 0
    """Steps of the optimiser done."""
    best: float | None = None
    """Lowest value of the metric that says what best is."""
    seconds: float = 0.0
    """Spent in training, by all processes that worked on this run one after another."""

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, state: dict[str, Any]) -> Self:
        return cls(**state)
