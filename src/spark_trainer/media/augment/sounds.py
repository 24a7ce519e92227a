"""Changes of sound that move nothing in time, and one that scales all of it.

S values of sound, 16,000 a second. What leaves [-1, 1] is cut off there.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Sound

_SILENCE = 1e-6
"""Loudness (RMS) below which there is nothing to set noise against."""
_EDGE_SAMPLES = 256
"""Silence around sound while it is resampled: a Fourier transform joins end to start."""


def gain(sound_S: Sound, decibels: float) -> Sound:
    return _within(sound_S * np.float32(10 ** (decibels / 20)))


def add_noise(sound_S: Sound, noise_S: Sound, ratio_db: float) -> Sound:
    """Noise of any loudness is brought to `ratio_db` below the sound; silence stays silence."""
    loudness, noise_loudness = rms(sound_S), rms(noise_S)
    if loudness < _SILENCE or noise_loudness < _SILENCE:
        return sound_S
    factor = loudness / noise_loudness * 10 ** (-ratio_db / 20)
    return _within(sound_S + noise_S * np.float32(factor))


def rms(sound_S: Sound) -> float:
    """Loudness: the root of the mean square."""
    return float(np.sqrt(np.mean(np.square(sound_S, dtype=np.float64)))) if len(sound_S) else 0.0


def pink(white_S: Sound) -> Sound:
    """White noise made as loud in every octave, as wind and rooms are."""
    spectrum = np.fft.rfft(white_S)
    return _real(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(white_S))


def resample(sound_S: Sound, rate: float) -> Sound:
    """Played `rate` times as fast, and as much higher, without aliases.

    Second `t` of the sound comes at `t / rate`, to half a sample.
    """
    samples = round(len(sound_S) / rate)
    if not samples or rate == 1.0:
        return sound_S[:samples].copy()
    padded_N = np.pad(sound_S, (_EDGE_SAMPLES, _after(len(sound_S))))
    new = round(len(padded_N) / rate)
    spectrum = np.fft.rfft(padded_N)[: new // 2 + 1]
    # The first value would fall between two samples: all is moved onto the earlier one.
    begin, part = divmod(_EDGE_SAMPLES / rate, 1)
    moved = spectrum * np.exp(2j * np.pi * part / new * np.arange(len(spectrum)))
    scaled_N = _real(moved, new) * np.float32(new / len(padded_N))
    return _within(scaled_N[int(begin) :][:samples])


def _after(length: int) -> int:
    """Samples of silence behind the sound that make the whole quick to transform."""
    least = length + 2 * _EDGE_SAMPLES
    block = 1 << max(6, math.ceil(math.log2(least)) - 5)
    return math.ceil(least / block) * block - length - _EDGE_SAMPLES


def _real(spectrum: NDArray[np.complexfloating], samples: int) -> Sound:
    return np.fft.irfft(spectrum, samples).astype(np.float32)


def _within(sound_S: NDArray[np.float32]) -> Sound:
    return np.minimum(np.maximum(sound_S, np.float32(-1)), np.float32(1))
