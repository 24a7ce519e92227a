"""What each file of the corpus must lead to: a table of facts, or one reason code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

CODES = frozenset(
    {
        "empty",
        "unreadable",
        "no_video",
        "no_frames",
        "too_large",
        "not_a_file",
        "changed",
        "io",
        "crashed",
        "timeout",
        "memory",
    }
)


@dataclass(frozen=True)
class Accept:
    """The file is taken. What is None is not checked."""

    size: tuple[int, int] | None = None
    """Upright width and height with square pixels."""
    frames: tuple[int, int] = (25, 25)
    """Fewest and most frames that decode."""
    fps: Fraction | None = None
    has_audio: bool = False
    duration_s: tuple[float, float] | None = None
    """Range that the duration must lie in: that of what decodes, whatever the header claims."""
    times_s: tuple[float, ...] | None = None
    """Time of each frame from the start of the clip, to a millisecond."""
    indexes: tuple[int, ...] | None = None
    """What `read_index` reads in each upright frame."""
    flashes_s: tuple[float, ...] = ()
    """When the pictures flash and the sound beeps, from the start of the clip."""
    notes: tuple[str, ...] = ()
    """Words that a note about the file must hold, in any letter case."""


@dataclass(frozen=True)
class Refuse:
    """The file is refused with one of these codes."""

    codes: tuple[str, ...]

    def __init__(self, *codes: str) -> None:
        if unknown := set(codes) - CODES:
            raise ValueError(f"unknown reason codes {sorted(unknown)}; known: {sorted(CODES)}")
        object.__setattr__(self, "codes", codes)


Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Case:
    make: Make
    """Writes the file into a folder and gives its path."""
    expect: Accept | Refuse
    why: str = ""
    """Why this is what must come out, where that is not plain."""


Cases = dict[str, Case]


def add(cases: Cases, expect: Accept | Refuse, why: str = "") -> Callable[[Make], Make]:
    """Decorator: register a maker under its name."""

    def register(make: Make) -> Make:
        name = make.__name__
        if name in cases:
            raise ValueError(f"two cases are named {name}")
        cases[name] = Case(make, expect, why)
        return make

    return register
