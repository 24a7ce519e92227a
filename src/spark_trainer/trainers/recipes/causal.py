"""Rows of tokens for a model that reads from left to right.

R rows   T tokens
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from spark_trainer.trainers.recipes.batch import TensorBatch, padded

NOT_LEARNED = -100
"""A target that teaches nothing: padding, prompts, places of pictures."""
TARGETS = "targets_RT"


@dataclass(frozen=True)
class Row:
    """Tokens, and which of them are learned."""

    tokens: tuple[int, ...]
    learned: tuple[bool, ...]

    @classmethod
    def of(cls, *pieces: tuple[Sequence[int], bool]) -> Row:
        """Pieces one after another, each learned or not."""
        tokens = tuple(token for piece, _ in pieces for token in piece)
        return cls(tokens, tuple(flag for piece, flag in pieces for _ in piece))

    def targets(self) -> list[int]:
        """What comes next at each place; the last one has nothing."""
        following = zip(self.tokens[1:], self.learned[1:], strict=True)
        return [*(token if flag else NOT_LEARNED for token, flag in following), NOT_LEARNED]

    def start_of_last_answer(self) -> int:
        """Where the last learned stretch begins."""
        last = len(self.learned)
        while last and not self.learned[last - 1]:
            last -= 1
        while last and self.learned[last - 1]:
            last -= 1
        return last

    @property
    def count(self) -> int:
        """Tokens that are learned; the first cannot be."""
        return sum(self.learned[1:])


def causal_batch(objective: str, rows: Sequence[Row], pad: int) -> TensorBatch:
    """The rows as a batch of a model that needs nothing else."""
    tensors = causal_tensors(rows, pad)
    return TensorBatch(
        tensors=tensors,
        counts={objective: sum(row.count for row in rows)},
        cells=tensors["input_ids"].numel(),
        tokens=sum(len(row.tokens) for row in rows),
    )


def causal_tensors(rows: Sequence[Row], pad: int) -> dict[str, Tensor]:
    """`input_ids`, `attention_mask` and `targets_RT`, filled up behind."""
    return {
        "input_ids": padded([row.tokens for row in rows], pad),
        "attention_mask": padded([[1] * len(row.tokens) for row in rows], 0),
        TARGETS: padded([row.targets() for row in rows], NOT_LEARNED),
    }
