"""Which frames of a video are shown: at most so many, spread evenly over its time."""

from __future__ import annotations

from collections.abc import Sequence


def spread_over_time(times_s: Sequence[float], most: int) -> list[int]:
    """At most `most` of the frames, ascending: the ones nearest to evenly spaced moments.

    The time from first to last frame is cut into `most` equal parts, and the moments are their
    middles. A frame that is nearest to two moments is taken once, so there can be fewer.

    Raises:
        ValueError: `most` is under 1.
    """
    if most < 1:
        raise ValueError(f"at most {most} frames; wanted is 1 or more")
    if len(times_s) <= most:
        return list(range(len(times_s)))
    first, length_s = times_s[0], times_s[-1] - times_s[0]
    moments_s = [first + length_s * (part + 0.5) / most for part in range(most)]
    nearest = {min(range(len(times_s)), key=lambda i: abs(times_s[i] - at)) for at in moments_s}
    return sorted(nearest)
