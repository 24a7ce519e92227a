"""In which order batches are taken, and which rank takes which. Depends on nothing but numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def rank_of_index(seed: int, epoch: int, index: int) -> bytes:
    """What an index is sorted by in an epoch: 16 bytes, the same on every machine."""
    return hashlib.blake2b(f"{seed}/{epoch}/{index}".encode(), digest_size=16).digest()


def shuffled(count: int, seed: int, epoch: int) -> list[int]:
    """The indices below `count`, in the order of an epoch."""
    return sorted(range(count), key=lambda index: rank_of_index(seed, epoch, index))


def shard(batches: Sequence[T], rank: int, ranks: int) -> list[T]:
    """Every `ranks`-th batch. All ranks get as many: the first ones are taken again at the end.

    Raises:
        ValueError: there is no such rank.
    """
    if not 0 <= rank < ranks:
        raise ValueError(f"rank {rank} of {ranks}; wanted is 0 to {ranks - 1}")
    if not batches:
        return []
    steps = -(-len(batches) // ranks)
    return [batches[(step * ranks + rank) % len(batches)] for step in range(steps)]
