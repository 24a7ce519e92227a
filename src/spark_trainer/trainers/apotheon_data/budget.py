"""Batches cut by what they cost when padded, of samples with the same modalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spark_trainer.core.errors import ConfigError
from spark_trainer.trainers.apotheon_data.order import rank_of_index


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

    Samples whose rows are about as long stand together, in another order in each epoch. Batches
    are filled one after another, so two ranks see together what one with twice the budget would,
    unless tokens run out before samples do. The last batches of a kind may hold nothing.

    Args:
        sizes: of the samples, already cut so that each of them fits alone.

    Raises:
        ConfigError: a sample does not fit alone.
    """
    keys = [rank_of_index(seed, epoch, index) for index in range(len(sizes))]
    alike = sorted(
        range(len(sizes)), key=lambda i: (sizes[i].modalities, _length_class(sizes[i]), keys[i])
    )
    groups: list[list[list[int]]] = []
    filling = _Filling(budget)
    kind = None
    for index in alike:
        size = sizes[index]
        if not budget.fits([size]):
            raise ConfigError(f"a sample is over the budget of a batch: {size}, {budget}")
        if size.modalities != kind:
            kind = size.modalities
            groups.append([[]])
            filling = _Filling(budget)
        if not filling.takes(size):
            if len(groups[-1]) == ranks:
                groups.append([])
            groups[-1].append([])
            filling = _Filling(budget)
            filling.takes(size)
        groups[-1][-1].append(index)
    for group in groups:
        group += [[] for _ in range(ranks - len(group))]
    return sorted(groups, key=lambda group: keys[group[0][0]])


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


def _length_class(size: Size) -> int:
    """Rows of one class differ by 8 tokens, or an eighth, at most.

    Narrower ones would pad less, but keep the same few samples together in every epoch: captions
    of one wording have one length.
    """
    step = max(8, 1 << max(0, size.longest_row.bit_length() - 4))
    return -(-size.longest_row // step) * step
