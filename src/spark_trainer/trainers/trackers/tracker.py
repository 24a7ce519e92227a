"""What a tracker is, and how several are told without one of them ever breaking the training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from spark_trainer.core.errors import MissingPackageError
from spark_trainer.core.optional import is_installed, require
from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Sample


class Tracker(Protocol):
    """One place where metrics go. Its package is imported when it is made."""

    name: str
    errors: tuple[type[Exception], ...]
    """What its package raises when it cannot deliver, besides OSError."""

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        """Begin, or go on with the same run after `step`: what it was told of later is void."""

    def metrics(self, step: int, values: Mapping[str, float]) -> None: ...

    def samples(self, step: int, table: Sequence[Sample]) -> None: ...

    def close(self) -> None: ...


class Trackers:
    """Several trackers as one. The first error of one is said, and it is told nothing more."""

    def __init__(self, trackers: Iterable[Tracker], say: Callable[[str], object]) -> None:
        """Made by `registry.open_trackers`.

        Args:
            say: takes one line for people, e.g. a run's `warning` event.
        """
        self._told = list(trackers)
        self._say = say

    @property
    def names(self) -> tuple[str, ...]:
        """Of those that still work."""
        return tuple(tracker.name for tracker in self._told)

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        self._each(lambda tracker: tracker.start(run_id, config, step))

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        self._each(lambda tracker: tracker.metrics(step, values))

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        self._each(lambda tracker: tracker.samples(step, table))

    def close(self) -> None:
        self._each(lambda tracker: tracker.close())
        self._told.clear()

    def _each(self, tell: Callable[[Tracker], None]) -> None:
        for tracker in tuple(self._told):
            told: tuple[type[Exception], ...] = (OSError, *tracker.errors)
            try:
                tell(tracker)
            except told as e:
                self._told.remove(tracker)
                why = printable(str(e) or type(e).__name__)
                self._say(
                    f"{tracker.name} is told nothing more: {why}. "
                    f"The training goes on, and events.jsonl has all of it."
                )


def installed(package: str, pip: str | None = None) -> Any:
    """The module of a tracker that none of our extras brings.

    Args:
        package: dotted name of a module.
        pip: what to install for it, where that has another name.

    Raises:
        MissingPackageError: it is not installed, or does not import; says what to type.
    """
    top = package.partition(".")[0]
    if not is_installed(top):
        raise MissingPackageError(
            f"the tracker `{top}` needs the package `{top}`, which is not installed. "
            f"Install it: pip install {pip or top}. Or leave it out of `trackers`."
        )
    return require(package, extra="trackers")


def rows(table: Sequence[Sample]) -> list[list[str]]:
    """The samples as text, under the names of `COLUMNS`."""
    return [
        [
            sample.id,
            sample.picture or "",
            " | ".join(sample.references),
            sample.output,
            "" if sample.score is None else f"{sample.score:.4g}",
        ]
        for sample in table
    ]


COLUMNS = ("id", "picture", "references", "output", "score")
