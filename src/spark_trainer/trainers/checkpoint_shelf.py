"""The checkpoints of one run: which is the newest good one, and which may go.

Names are `00007-step-1200`: the number counts what was saved and orders them. Not the step, which
comes again after a resume from an older one, and not the clock.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import fsync_folder, output_errors
from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import printable
from spark_trainer.trainers.checkpoint import (
    Card,
    read_card,
    verify_checkpoint,
    write_checkpoint,
)

_NAME = re.compile(r"(\d{5,12})-step-(\d{1,12})")
_LEFTOVER = re.compile(rf"\.{_NAME.pattern}\.[0-9a-f]{{8}}\.(?:tmp|gone)")


@dataclass(frozen=True)
class Keep:
    """Which checkpoints stay."""

    newest: int = 2
    """How many of the last ones; at least 1."""
    best: int = 1
    """How many of the best by `metric`."""
    metric: str | None = None
    """Name in the checkpoint's metrics; None keeps no best ones."""
    higher_is_better: bool = False

    def __post_init__(self) -> None:
        if self.newest < 1 or self.best < 0:
            raise ValueError("at least the newest checkpoint must be kept")


@dataclass(frozen=True)
class Found:
    """The newest good checkpoint."""

    folder: Path
    card: Card
    passed_over: tuple[str, ...]
    """Newer ones that are damaged: where and how."""


class CheckpointShelf:
    """The folder `checkpoints/` of a run. One process writes it, see `run_folder`."""

    def __init__(self, folder: Path, run: str) -> None:
        """Look after a folder, which need not exist yet.

        Args:
            run: the id that checkpoints must carry.
        """
        self._folder = folder
        self._run = run

    def names(self) -> list[str]:
        """Oldest first; damaged ones too."""
        if not self._folder.is_dir():
            return []
        there = [p.name for p in self._folder.iterdir() if _NAME.fullmatch(p.name)]
        return sorted(there, key=_number)

    def save(self, step: int, parts: Mapping[str, Any], metrics: Mapping[str, float]) -> Card:
        """Write the next checkpoint.

        Raises:
            OutputError: it cannot be written; the older ones are untouched.
        """
        numbers = [_number(name) for name in self.names()]
        name = f"{max(numbers, default=0) + 1:05d}-step-{step}"
        with output_errors(self._folder, "make"):
            self._folder.mkdir(parents=True, exist_ok=True)
        return write_checkpoint(self._folder / name, self._run, step, parts, metrics)

    def newest_good(self) -> Found | None:
        """The last checkpoint of which every byte is as it was written; None where there is none.

        Raises:
            CheckpointError: there are checkpoints, and all are damaged.
        """
        passed_over: list[str] = []
        for name in reversed(self.names()):
            folder = self._folder / name
            try:
                return Found(folder, verify_checkpoint(folder, self._run), tuple(passed_over))
            except CheckpointError as e:
                passed_over.append(str(e))
        if passed_over:
            raise CheckpointError(
                f"no checkpoint in {printable(self._folder)} is good: {'; '.join(passed_over)}. "
                f"Restore one from a copy, or start a new run."
            )
        return None

    def prune(self, keep: Keep) -> list[str]:
        """Delete what need not be kept; the names of what was deleted.

        Nothing is deleted unless one of those that stay has been read back and is good.

        Raises:
            OutputError: the folder cannot be written.
        """
        cards = self._cards()
        stay = _that_stay(cards, keep)
        go = [name for name in self.names() if name not in stay]
        if not go or not any(self._is_good(name) for name in sorted(stay, key=_number)[::-1]):
            return []
        for name in go:
            self._delete(name)
        return go

    def sweep(self) -> None:
        """Delete what a crash left half written or half deleted."""
        for path in self._folder.glob(".*"):
            if _LEFTOVER.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def _cards(self) -> dict[str, Card]:
        """Of those whose card can be read, oldest first."""
        cards = {}
        for name in self.names():
            try:
                cards[name] = read_card(self._folder / name, self._run)
            except CheckpointError:
                continue  # it is no candidate to stay; `newest_good` says what is wrong with it
        return cards

    def _is_good(self, name: str) -> bool:
        try:
            verify_checkpoint(self._folder / name, self._run)
        except CheckpointError:
            return False
        return True

    def _delete(self, name: str) -> None:
        """Rename first: a crash leaves a leftover, not a checkpoint with files missing."""
        path = self._folder / name
        gone = path.with_name(f".{name}.{secrets.token_hex(4)}.gone")
        with output_errors(path, "delete"):
            path.rename(gone)
            fsync_folder(self._folder)
            shutil.rmtree(gone)


def _number(name: str) -> int:
    match = _NAME.fullmatch(name)
    assert match is not None
    return int(match[1])


def _that_stay(cards: Mapping[str, Card], keep: Keep) -> set[str]:
    """The newest, and the best by the metric; of equal ones the older."""
    stay = set(list(cards)[-keep.newest :])
    if keep.metric is None:
        return stay
    sign = -1 if keep.higher_is_better else 1
    rated = [name for name, card in cards.items() if keep.metric in card.metrics]
    rated.sort(key=lambda name: sign * cards[name].metrics[str(keep.metric)])
    return stay | set(rated[: keep.best])
