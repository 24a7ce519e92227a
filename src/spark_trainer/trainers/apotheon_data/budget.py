"""Batches cut by what they cost when padded, of samples with the same modalities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spark_trainer.trainers.apotheon_data.order import rank_of_index


@dataclass(frozen=True)
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


def padding_share(sizes: Sequence[Size], tokens: Iterable[int]) -> float:
    """Share of a batch's text that is padding, in [0, 1); `tokens` are those of each row."""
    cells = sum(size.rows for size in sizes) * max((size.longest_row for size in sizes), default=0)
    return 1 - sum(tokens) / cells if cells else 0.0


def cut_batches(sizes: Sequence[Size], budget: Budget, seed: int, epoch: int) -> list[list[int]]:
    """Every sample in one batch of an epoch, samples of like length together, batches shuffled.

    Args:
        sizes: of the samples, already cut so that each of them fits alone.

    Raises:
        ValueError: a sample does not fit alone.
    """
    for index, size in enumerate(sizes):
        if not budget.fits([size]):
            raise ValueError(f"sample {index} is over the budget: {size}, {budget}; cut it first")
    keys = [rank_of_index(seed, epoch, index) for index in range(len(sizes))]
    alike = sorted(
        range(len(sizes)), key=lambda i: (sizes[i].modalities, sizes[i].longest_row, keys[i])
    )
    batches: list[list[int]] = []
    for index in alike:
        if batches and _joins(sizes, batches[-1], index, budget):
            batches[-1].append(index)
        else:
            batches.append([index])
    return sorted(batches, key=lambda batch: keys[batch[0]])


def _joins(sizes: Sequence[Size], batch: list[int], index: int, budget: Budget) -> bool:
    same = sizes[batch[0]].modalities == sizes[index].modalities
    return same and budget.fits([sizes[i] for i in [*batch, index]])
