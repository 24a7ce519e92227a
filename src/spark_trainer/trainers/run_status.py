"""How a run stands, by what it wrote and who holds its folder; never by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spark_trainer.core.errors import RunError
from spark_trainer.core.text import printable
from spark_trainer.datasets.lock import holder
from spark_trainer.trainers.run_events import EVENTS, read_backwards

State = Literal["running", "completed", "failed", "stopped", "interrupted"]

_SAID: dict[str, State] = {"completed": "completed", "failed": "failed", "stopped": "stopped"}
_UNENDED = frozenset({"run_started", "resumed", "stage", "step", "checkpoint"})


@dataclass(frozen=True)
class Status:
    """`stopped` and `interrupted` runs go on with `--resume auto`; so do failed ones."""

    state: State
    message: str | None = None
    """Why it failed, or who is running it."""


def status_of(folder: Path) -> Status:
    """How the run stands.

    Raises:
        RunError: its events cannot be read.
    """
    try:
        who = holder(folder)
    except OSError as e:
        raise RunError(f"{printable(folder)}: cannot be read: {e.strerror or e}") from e
    return Status("running", who) if who else _ended(folder)


def _ended(folder: Path) -> Status:
    """What the last event that tells says; one that tells of work says that nobody ended it."""
    for event in read_backwards(folder / EVENTS):
        if state := _SAID.get(event["event"]):
            message = event.get("message") if state == "failed" else None
            return Status(state, None if message is None else str(message))
        if event["event"] in _UNENDED:
            break
    return Status("interrupted")
