"""A piece of video as values: pictures, sound and words on one time line.

F pictures   H, W, C their height, width, channels (RGB)   S values of sound, 16,000 a second
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import UsageError
from spark_trainer.media.audio import SAMPLE_RATE_HZ

Frames = NDArray[np.uint8]
Sound = NDArray[np.float32]
Times = NDArray[np.float64]


def no_sound() -> Sound:
    return np.zeros(0, np.float32)


@dataclass(frozen=True)
class Cue:
    """Words that are said or shown from one time to another."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class Clip:
    """Second 0 is the first value of sound. F and S may be 0.

    Raises:
        UsageError: the arrays do not have these shapes and types, or times go back.
    """

    frames_FHWC: Frames
    times_s_F: Times
    """When each picture begins to show."""
    sound_S: Sound = field(default_factory=no_sound)
    """In [-1, 1]."""
    text: str = ""
    """What is said of the clip as a whole; it has no time."""
    cues: tuple[Cue, ...] = ()

    def __post_init__(self) -> None:
        frames, times, sound = self.frames_FHWC, self.times_s_F, self.sound_S
        if frames.ndim != 4 or frames.shape[3] != 3 or frames.dtype != np.uint8:
            raise UsageError(f"frames are {_told(frames)}; wanted F x H x W x 3 of uint8")
        if times.shape != frames.shape[:1] or np.any(np.diff(times) < 0):
            raise UsageError(f"{len(frames)} frames want as many times, none before the last")
        if sound.ndim != 1 or sound.dtype != np.float32:
            raise UsageError(f"sound is {_told(sound)}; wanted one row of float32")

    @property
    def duration_s(self) -> float:
        """To the end of the sound, or of the last picture, which shows as long as the others."""
        times_s = self.times_s_F
        step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.0
        shown_s = float(times_s[-1]) + step_s if len(times_s) else 0.0
        return max(shown_s, len(self.sound_S) / SAMPLE_RATE_HZ)


def _told(array: NDArray[np.generic]) -> str:
    return f"{' x '.join(map(str, array.shape))} of {array.dtype}"
