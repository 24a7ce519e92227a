"""Batches cut by what they cost when padded, of samples with the same modalities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from spark_trainer.core.errors import ConfigError
from spark_trainer.trainers.training.order import rank_of_index


@dataclass(frozen=True, slots=True)
class Size:
    """What a sample asks of a step, known from its manifest line, before anything is decoded."""

    frames: int
    windows: int
    """Windows of sound, 30 s each; a shorter one is padded to 30 s."""
    rows: int
    """Rows of text."""
    longest_row: int
    """Tokens of the longest of them; the rows of a batch are padded to the longest of all."""

    @property
    def modalities(self) -> tuple[bool, bool, bool]:
        """Whether there are pictures, sound, text. A batch holds samples that agree in it."""
        return self.frames > 0, self.windows > 0, self.rows > 0


@dataclass(frozen=True)
class Budget:
    """The most that a batch may hold, each counted with its padding; all at least 1."""

    frames: int
    windows: int
    tokens: int
    """Rows times the tokens of the longest row."""
    samples: int

    def fits(self, sizes: Sequence[Size]) -> bool:
        """Whether a batch of such samples is within the budget."""
        rows = sum(size.rows for size in sizes)
        return (
            len(sizes) <= self.samples
            and sum(size.frames for size in sizes) <= self.frames
            and sum(size.windows for size in sizes) <= self.windows
            and rows * max((size.longest_row for size in sizes), default=0) <= self.tokens
        )


def cut_groups(
    sizes: Sequence[Size], budget: Budget, ranks: int, seed: int, epoch: int
) -> list[list[list[int]]]:
    """Every sample in one batch of an epoch; a group is a batch a rank, of like samples.

    Samples that cost about the same stand together, in another order in each epoch. Batches are
    filled one after another, so two ranks see together what one with twice the budget would,
    where it is `samples` that fills them. The last batches of a kind may hold nothing.

    Raises:
        ConfigError: a sample does not fit alone.
    """
    if over := [size for size in sizes if not budget.fits([size])]:
        raise ConfigError(f"a sample is over the budget of a batch: {over[0]}, {budget}")
    keys = [rank_of_index(seed, epoch, index) for index in range(len(sizes))]
    alike = sorted(range(len(sizes)), key=lambda i: (_likeness(sizes[i]), keys[i]))
    groups: list[list[list[int]]] = []
    for _, kind in groupby(alike, key=lambda i: sizes[i].modalities):
        batches = list(_filled(kind, sizes, budget))
        batches += [[] for _ in range(-len(batches) % ranks)]
        groups += [batches[first : first + ranks] for first in range(0, len(batches), ranks)]
    return sorted(groups, key=lambda group: keys[group[0][0]])


def _filled(indices: Iterable[int], sizes: Sequence[Size], budget: Budget) -> Iterator[list[int]]:
    batch: list[int] = []
    filling = _Filling(budget)
    for index in indices:
        if not filling.takes(sizes[index]):
            yield batch
            batch, filling = [], _Filling(budget)
            filling.takes(sizes[index])
        batch.append(index)
    if batch:
        yield batch


class _Filling:
    """A batch that grows, known by its sums."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._samples = self._frames = self._windows = self._rows = self._longest = 0

    def takes(self, size: Size) -> bool:
        """Put a sample in, if it fits."""
        samples, rows = self._samples + 1, self._rows + size.rows
        frames, windows = self._frames + size.frames, self._windows + size.windows
        longest = max(self._longest, size.longest_row)
        budget = self._budget
        if (
            samples > budget.samples
            or frames > budget.frames
            or windows > budget.windows
            or rows * longest > budget.tokens
        ):
            return False
        self._samples, self._frames, self._windows = samples, frames, windows
        self._rows, self._longest = rows, longest
        return True


def _likeness(size: Size) -> tuple[object, ...]:
    """What samples are sorted by, so that little is padded.

    Frames and windows in classes of powers of two, rows in classes of 8 tokens, or an eighth.
    Narrower classes would pad less, but keep the same few samples together in every epoch:
    captions of one wording have one length.
    """
    frames, windows = (max(0, count - 1).bit_length() for count in (size.frames, size.windows))
    step = max(8, 1 << max(0, size.longest_row.bit_length() - 4))
    return size.modalities, frames, windows, -(-size.longest_row // step) * step
