"""All that a run folder says, for a page or a terminal. Reads; changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import CheckpointError, DatasetError, RunError
from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Result, read_result
from spark_trainer.trainers.checkpoint import Card, read_card, verify_checkpoint
from spark_trainer.trainers.run_card import CARD, RunCard, plain
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.run_history import (
    Best,
    History,
    best_metrics,
    envelope,
    metrics_of,
    number,
    read_history,
)
from spark_trainer.trainers.run_status import Status

_READ_ALL_BYTES = 1 << 30
_CURVE_BINS = 400

State = Literal["good", "not read", "damaged"]


@dataclass(frozen=True)
class Checkpoint:
    """One folder below `checkpoints/`."""

    name: str
    state: State
    """`not read`: its card is whole and its files have their sizes."""
    problem: str | None
    card: Card | None


@dataclass(frozen=True)
class RunSummary:
    """A run as it stands."""

    folder: Path
    card: RunCard
    status: Status
    history: History
    best: dict[str, Best]
    checkpoints: list[Checkpoint]
    evaluations: dict[str, Result]
    unreadable: list[str]
    """What of the evaluations cannot be read, and why."""
    model: Path | None

    def as_json(self) -> dict[str, Any]:
        h = self.history
        curve = [b for b in envelope(h.steps, h.losses, _CURVE_BINS) if b]
        return {
            "folder": plain(self.folder),
            "status": self.status.state,
            "message": self.status.message,
            "run": self.card.model_dump(mode="json"),
            "last_step": plain(h.last_step),
            "curve": [[b.first_step, b.low, b.high] for b in curve],
            "resumes": h.resumes,
            "evaluations": plain(h.evaluations),
            "best": {name: [best.value, best.step] for name, best in self.best.items()},
            "checkpoints": [_checkpoint_json(c) for c in self.checkpoints],
            "results": {
                plain(name): {m.name: m.value for m in result.measures}
                for name, result in self.evaluations.items()
            },
            "model": plain(self.model),
            "warnings": [plain(event.get("message")) for event in h.warnings],
            "warned": h.warned,
        }

    def last_metrics(self) -> dict[str, float]:
        """Of each metric the value of the last evaluation that has it."""
        found: dict[str, float] = {}
        for evaluation in self.history.evaluations:
            found |= metrics_of(evaluation)
        return found

    def last_loss(self) -> float:
        """NaN where there is none."""
        return number((self.history.last_step or {}).get("loss"))


def summarize_run(folder: Path, *, verify: bool | None = None) -> RunSummary:
    """Read a run folder.

    Args:
        verify: read every byte of the checkpoints; None = where they have at most 1 GiB in all.

    Raises:
        RunError: it is no run, or its card or events are damaged.
    """
    run = RunFolder.open(folder, write=False)
    history = read_history(folder)
    evaluations, unreadable = _results(run.evaluations)
    return RunSummary(
        folder=folder,
        card=run.card,
        status=run.status(),
        history=history,
        best=best_metrics(history.evaluations),
        checkpoints=list(_checkpoints(run, verify)),
        evaluations=evaluations,
        unreadable=unreadable,
        model=run.model if (run.model / "config.json").is_file() else None,
    )


def find_run(name: str, root: Path) -> Path:
    """The folder of a run: a path, or a name below `root`.

    Raises:
        RunError: there is none.
    """
    for folder in (Path(name), root / name):
        if _holds_a_run(folder):
            return folder
    raise RunError(
        f"{printable(name)}: no run here, nor below {printable(root)} ({CARD} is missing). "
        f"`spark-trainer runs list` shows those that there are."
    )


def runs_below(root: Path) -> list[Path]:
    """Folders below `root` that hold a run, by name; `root` itself where it is one.

    Raises:
        RunError: `root` cannot be read.
    """
    if _holds_a_run(root):
        return [root]
    try:
        return [root / name for name in sorted(os.listdir(root)) if _holds_a_run(root / name)]
    except OSError as e:
        raise RunError(
            f"{printable(root)}: cannot be read: {e.strerror or e}. Give the folder that holds "
            f"your runs: --root FOLDER"
        ) from e


def _holds_a_run(folder: Path) -> bool:
    try:
        return (folder / CARD).exists()
    except OSError:  # too long a name, or a folder that may not be read
        return False


def _checkpoints(run: RunFolder, verify: bool | None) -> Iterator[Checkpoint]:
    """Those that there are. A run that goes on may delete one while it is read."""
    folder = run.path / "checkpoints"
    if verify is None:
        verify = _bytes_below(folder) <= _READ_ALL_BYTES
    for name in run.shelf().names():
        found = _checkpoint(folder / name, run.id, verify)
        if found.state != "damaged" or (folder / name).exists():
            yield found


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.glob("*/*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _checkpoint(folder: Path, run: str, verify: bool) -> Checkpoint:
    try:
        if verify:
            return Checkpoint(folder.name, "good", None, verify_checkpoint(folder, run))
        card = read_card(folder, run)
        for name, wanted in card.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != wanted["bytes"]:
                raise CheckpointError(f"{printable(path)}: is missing or has another size")
        return Checkpoint(folder.name, "not read", None, card)
    except CheckpointError as e:
        return Checkpoint(folder.name, "damaged", str(e), None)


def _results(folder: Path) -> tuple[dict[str, Result], list[str]]:
    found: dict[str, Result] = {}
    unreadable: list[str] = []
    for path in sorted(filter(Path.is_file, folder.glob("*.json"))):
        try:
            found[path.stem] = read_result(path)
        except DatasetError as e:
            unreadable.append(str(e))
    return found, unreadable


def _checkpoint_json(checkpoint: Checkpoint) -> dict[str, Any]:
    card = checkpoint.card
    return {
        "name": checkpoint.name,
        "state": checkpoint.state,
        "problem": checkpoint.problem,
        "step": card.step if card else None,
        "metrics": dict(card.metrics) if card else {},
    }
