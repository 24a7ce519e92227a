"""When two pictures count as near-duplicates. Plain arithmetic on their hashes and mean colours."""

from __future__ import annotations

COLOUR_TOLERANCE = 12
"""Largest difference of mean colour, of 255 a channel. The average hash of a flat picture says
nothing: all black and all blue are the same 64 zeros."""

Rgb = tuple[int, int, int]


def same_colour(a: Rgb, b: Rgb) -> bool:
    """Whether two mean colours are close enough for near-duplicates."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) <= COLOUR_TOLERANCE
