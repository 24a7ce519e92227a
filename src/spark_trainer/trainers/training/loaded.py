"""Batches as a loader gives them, whatever they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

BatchT = TypeVar("BatchT")


@dataclass(frozen=True)
class Replaced:
    """A sample that could not be used."""

    video: str
    """Its id."""
    reason: str
    by: str | None
    """The id of what took its place; None where it was left out."""


@dataclass(frozen=True)
class Loaded(Generic[BatchT]):
    """A batch, and what is in it."""

    batch: BatchT
    videos: tuple[str, ...]
    """Ids, in the order of the samples; empty for a blank batch."""
    indices: tuple[int, ...]
    """The same by their number in the dataset."""
    replaced: tuple[Replaced, ...]
    cells: int
    """Places for tokens, padding too."""
    tokens: int
    """Tokens of all rows."""


class BatchLoader(Protocol[BatchT]):
    """The batches of an epoch for one rank, from a first one on."""

    def __len__(self) -> int:
        """Batches of the epoch, those before the first one too."""

    def __iter__(self) -> Iterator[Loaded[BatchT]]: ...

    def cost(self, batch: int) -> int:
        """What a batch asks of a step, to compare batches with."""
