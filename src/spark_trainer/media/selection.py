"""Smart sampling and near-duplicates: which candidates are kept, which dropped, and why.

Pure arithmetic over candidates in order of time; the pictures come through a function, so that a
long clip needs memory for two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.media.hashing import average_hash
from spark_trainer.media.likeness import Rgb, same_colour
from spark_trainer.media.motion import motion
from spark_trainer.media.picture import grey
from spark_trainer.media.settings import Rules

RANGE_PERCENTILE = 90
"""The clip's range of motion is this percentile of its frame-to-frame motion (SPEC section 2)."""

NOISE_FLOOR = 0.02
"""Least range of motion. Compression noise of a still clip stays near 0.002; without the floor it
would be scaled up and count as motion."""


@dataclass(frozen=True)
class Look:
    """What a picture is compared by."""

    hash: str
    mean_rgb: Rgb

    @classmethod
    def of(cls, picture: Image.Image, hash_size: int) -> Look:
        pixel = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        r, g, b = pixel  # type: ignore[misc]
        return cls(average_hash(picture, hash_size), (r, g, b))

    @cached_property
    def bits(self) -> int:
        """The hash as a number; a long video compares it millions of times."""
        return int(self.hash, 2)


@dataclass(frozen=True)
class Kept:
    candidate: int
    time_s: float
    look: Look | None
    motion: float | None


@dataclass(frozen=True)
class Dropped:
    candidate: int
    time_s: float
    reason: str
    motion: float | None
    like: dict[str, Any] | None = None


def motion_range(scores: Sequence[float]) -> float:
    """What counts as full motion in a clip, from the motion between successive candidates."""
    if not scores:
        return NOISE_FLOOR
    return max(NOISE_FLOOR, float(np.percentile(scores, RANGE_PERCENTILE)))


def scene_openers(times_s: Sequence[float], scene_starts_s: Sequence[float]) -> set[int]:
    """Indices of the first candidate at or after each scene's start, before the next scene's."""
    if not scene_starts_s:
        return set()
    found = np.searchsorted(np.asarray(times_s), np.asarray(scene_starts_s) - 1e-6)
    ends = [*scene_starts_s[1:], float("inf")]
    return {
        int(i)
        for i, end in zip(found, ends, strict=True)
        if i < len(times_s) and times_s[int(i)] < end
    }


def select(
    times_s: Sequence[float],
    scene_starts_s: Sequence[float],
    picture_of: Callable[[int], Image.Image],
    rules: Rules,
) -> tuple[list[Kept], list[Dropped]]:
    """Decide over the candidates of one video.

    Each candidate is compared with the last one that was kept. The first candidate and the first
    of every scene always count as new; a near-duplicate of an earlier kept frame is dropped even
    then, with the frame that it repeats.
    """
    openers = scene_openers(times_s, scene_starts_s) | {0}
    threshold = rules.motion_threshold * _clip_range(len(times_s), picture_of, rules)
    kept: list[Kept] = []
    dropped: list[Dropped] = []
    last_HW: NDArray[np.uint8] | None = None
    for index, time_s in enumerate(times_s):
        picture = picture_of(index)
        grey_HW = grey(picture)
        score = None if last_HW is None else motion(last_HW, grey_HW)
        if (
            rules.smart_sampling
            and score is not None
            and index not in openers
            and score <= threshold
        ):
            dropped.append(Dropped(index, time_s, "still", score))
            continue
        look = Look.of(picture, rules.hash_size) if rules.hashing else None
        like = _nearest(look, kept, rules.duplicate_distance) if look else None
        if like is not None:
            dropped.append(Dropped(index, time_s, "duplicate", score, like))
            continue
        kept.append(Kept(index, time_s, look, score))
        last_HW = grey_HW
    return kept, dropped


def _clip_range(count: int, picture_of: Callable[[int], Image.Image], rules: Rules) -> float:
    if not rules.smart_sampling or count < 2:
        return NOISE_FLOOR
    scores = []
    before = grey(picture_of(0))
    for index in range(1, count):
        after = grey(picture_of(index))
        scores.append(motion(before, after))
        before = after
    return motion_range(scores)


def _nearest(look: Look, kept: Sequence[Kept], at_most: int) -> dict[str, Any] | None:
    """The earliest kept frame within `at_most` bits, as `{"time", "distance"}`."""
    bits = look.bits
    for frame in kept:
        other = frame.look
        if other is None or (distance := (bits ^ other.bits).bit_count()) > at_most:
            continue
        if same_colour(look.mean_rgb, other.mean_rgb):
            return {"time": frame.time_s, "distance": distance}
    return None
