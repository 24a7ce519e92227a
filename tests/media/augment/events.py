"""A clip in which a picture flashes and a tone sounds at the same second, and finding both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Clip, Cue, Sound

RATE_HZ = 16_000
BEEP_S = 0.04


def beep(sound_s: float, at_s: float, pitch_hz: float = 900.0, loud: float = 0.3) -> Sound:
    """Silence with a tone whose middle lies at that second."""
    time_s = np.arange(round(sound_s * RATE_HZ)) / RATE_HZ - at_s
    shape = np.where(np.abs(time_s) < BEEP_S / 2, np.cos(np.pi * time_s / BEEP_S) ** 2, 0.0)
    return (loud * shape * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def flash_and_beep(fps: float, frames: int, flash: int, pitch_hz: float = 900.0) -> Clip:
    """Black pictures, one white; a cue says when."""
    times_s = np.arange(frames) / fps
    pictures = np.zeros((frames, 12, 16, 3), np.uint8)
    pictures[flash] = 255
    at_s = float(times_s[flash])
    sound = beep(frames / fps, at_s, pitch_hz)
    cue = Cue(at_s - BEEP_S / 2, at_s + BEEP_S / 2, "beep")
    return Clip(pictures, times_s, sound, "one flash and one beep", (cue,))


def flash_s(clip: Clip) -> float | None:
    """When the picture shows that is lighter than the others."""
    light_F = clip.frames_FHWC.mean(axis=(1, 2, 3))
    if len(light_F) < 2 or light_F.max() - np.median(light_F) < 1:
        return None
    return float(clip.times_s_F[light_F.argmax()])


def beep_s(sound_S: NDArray[np.float32]) -> float:
    """Where the middle of the loudest 80 ms lies."""
    energy = np.square(sound_S, dtype=np.float64)
    half = round(BEEP_S * RATE_HZ)
    summed = np.pad(np.cumsum(energy), (1, 0))
    peak = int((summed[half:] - summed[:-half]).argmax()) + half // 2
    first = max(0, peak - half)
    near = energy[first : peak + half]
    return (first + float(near @ np.arange(len(near)) / near.sum())) / RATE_HZ
