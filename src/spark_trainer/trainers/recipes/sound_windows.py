"""Sound of any length in stretches that a model hears at once, cut where it is quiet.

S values of sound, 16,000 a second   F stretches of a twentieth of a second
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.media.sound_file import SAMPLE_HZ, read_sound
from spark_trainer.trainers.recipes.speech import Speech

LONGEST_S = 7200.0
"""Of sound that is heard in one go; it is held in memory, 64 kB a second."""
FRAME = SAMPLE_HZ // 20
SEARCHED_SHARE = 1 / 6
"""Of a window's length, at its end: where the quietest place is looked for (5 of 30 s)."""


@dataclass(frozen=True)
class Window(Speech):
    """A stretch of sound that is in memory, with no words known."""

    sound_S: NDArray[np.float32] = field(repr=False, compare=False)

    def sound(self) -> NDArray[np.float32]:
        return self.sound_S


def windows_of(path: Path, most_s: float, language: str | None) -> list[Window]:
    """All of a sound file, in stretches of at most `most_s`.

    Raises:
        MediaError: it cannot be read, is empty, or longer than `LONGEST_S`.
    """
    sound_S = read_sound(path, 0.0, LONGEST_S + 1)
    if len(sound_S) > LONGEST_S * SAMPLE_HZ:
        raise MediaError("too_large", f"{printable(path)}: over {LONGEST_S:g} s of sound; cut it")
    return [
        Window(
            id=f"{path.name} at {first / SAMPLE_HZ:.1f} s",
            group=path.name,
            split=None,
            root=path.parent,
            file=path.name,
            first_s=first / SAMPLE_HZ,
            last_s=last / SAMPLE_HZ,
            text="",
            language=language,
            sound_S=sound_S[first:last],
        )
        for first, last in stretches(sound_S, round(most_s * SAMPLE_HZ))
    ]


def stretches(sound_S: NDArray[np.float32], most: int) -> Iterator[tuple[int, int]]:
    """First and last value of each, one behind the other, each at most `most` values long."""
    first = 0
    while len(sound_S) - first > most:
        last = first + most
        searched = min(max(FRAME, int(most * SEARCHED_SHARE)), most - 1)
        cut = last - searched + _quietest(sound_S[last - searched : last])
        yield first, cut
        first = cut
    yield first, len(sound_S)


def _quietest(sound_S: NDArray[np.float32]) -> int:
    """The middle of its quietest stretch; the end where it is shorter than one."""
    count = len(sound_S) // FRAME
    if count == 0:
        return len(sound_S)
    loud_F = np.square(sound_S[: count * FRAME], dtype=np.float64).reshape(count, FRAME).sum(axis=1)
    # Among equals the last one: the longer window tells the model more.
    return (count - 1 - int(loud_F[::-1].argmin())) * FRAME + FRAME // 2
