"""Near-duplicates across the dataset: has a picture like this one been kept before?

Multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012): two hashes within d bits agree whole in at
least one of d + 1 bands, so only frames that share a band are compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spark_trainer.media.likeness import Rgb, same_colour


@dataclass(frozen=True)
class Known:
    """A kept frame of the dataset."""

    video: str
    time_s: float
    bits: int
    mean_rgb: Rgb


class FrameIndex:
    """All frames kept so far, in the order in which they were kept.

    Args:
        hash_bits: length of the hashes.
        distance: largest Hamming distance that counts as the same.
    """

    def __init__(self, hash_bits: int, distance: int) -> None:
        self._distance = distance
        # With no more bits than differences allowed, everything is near everything: one empty band.
        bands = distance + 1 if distance < hash_bits else 1
        width = hash_bits if distance < hash_bits else 0
        edges = [width * i // bands for i in range(bands + 1)]
        self._bands = [(low, (1 << (high - low)) - 1) for low, high in pairwise(edges)]
        self._frames: list[Known] = []
        self._buckets: list[dict[int, list[int]]] = [defaultdict(list) for _ in self._bands]

    def add(self, frame: Known) -> None:
        number = len(self._frames)
        self._frames.append(frame)
        for (shift, mask), bucket in zip(self._bands, self._buckets, strict=True):
            bucket[(frame.bits >> shift) & mask].append(number)

    def like(self, frame: Known) -> dict[str, Any] | None:
        """The earliest kept frame of another video that looks the same: id, time, distance."""
        for number in sorted(self._candidates(frame.bits)):
            known = self._frames[number]
            distance = (known.bits ^ frame.bits).bit_count()
            if (
                distance <= self._distance
                and known.video != frame.video
                and same_colour(known.mean_rgb, frame.mean_rgb)
            ):
                return {"id": known.video, "time": known.time_s, "distance": distance}
        return None

    def _candidates(self, bits: int) -> set[int]:
        found: set[int] = set()
        for (shift, mask), bucket in zip(self._bands, self._buckets, strict=True):
            found.update(bucket.get((bits >> shift) & mask, ()))
        return found
