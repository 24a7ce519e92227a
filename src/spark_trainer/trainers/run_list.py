"""The runs below a folder, one row each. A run that cannot be read is a row too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import RunError
from spark_trainer.trainers.run_card import plain, read_card
from spark_trainer.trainers.run_history import last_step, number
from spark_trainer.trainers.run_status import status_of
from spark_trainer.trainers.run_summary import runs_below


@dataclass(frozen=True)
class ListedRun:
    folder: Path
    state: str
    """As `run_status.State`, or `damaged`."""
    message: str | None
    template: str | None = None
    created: str | None = None
    step: int | None = None
    loss: float | None = None
    epoch: int | None = None
    epochs: int | None = None
    """How often it sees every sample, where nothing ends it before."""
    manifest: str | None = None
    """What it learns from, as it was named."""

    def as_json(self) -> dict[str, Any]:
        return dict(plain(vars(self)))


def listed(root: Path) -> list[ListedRun]:
    """By name. Reads the end of each run's events alone.

    Raises:
        RunError: `root` cannot be read.
    """
    return [_listed(folder) for folder in runs_below(root)]


def _listed(folder: Path) -> ListedRun:
    try:
        card = read_card(folder)
        status = status_of(folder)
        last = last_step(folder) or {}
    except RunError as e:
        return ListedRun(folder, "damaged", str(e))
    return ListedRun(
        folder,
        status.state,
        status.message,
        card.template,
        card.created,
        last.get("step"),
        plain(number(last.get("loss"))),
        last.get("epoch"),
        _count(card.config.get("num_epochs")),
        str(card.dataset["manifest"]) if "manifest" in card.dataset else None,
    )


def _count(value: object) -> int | None:
    return value if type(value) is int else None
