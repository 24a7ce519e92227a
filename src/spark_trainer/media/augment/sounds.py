"""Changes of sound that move nothing in time, and one that scales all of it.

S values of sound, 16,000 a second. What leaves [-1, 1] is cut off there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.audio import SAMPLE_RATE_HZ
from spark_trainer.media.augment.clip import Sound

_SILENCE = 1e-6
"""Loudness (RMS) below which there is nothing to set noise against."""


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


def playable(rate: float) -> float:
    """The nearest rate at which sound can be played exactly, a whole number of values a second."""
    return SAMPLE_RATE_HZ / round(SAMPLE_RATE_HZ / rate)


def resample(sound_S: Sound, rate: float) -> Sound:
    """Played `playable(rate)` times as fast, and as much higher, without aliases.

    Second `t` of the sound comes at `t / rate`. FFmpeg's libswresample does it, 20 times as fast as
    a Fourier transform of the whole.
    """
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

    new_hz = round(SAMPLE_RATE_HZ / rate)
    samples = round(len(sound_S) * new_hz / SAMPLE_RATE_HZ)
    if not samples or new_hz == SAMPLE_RATE_HZ:
        return sound_S[:samples].copy()
    frame = AudioFrame.from_ndarray(sound_S[None].copy(), format="fltp", layout="mono")
    frame.sample_rate = SAMPLE_RATE_HZ
    resampler = AudioResampler(format="fltp", layout="mono", rate=new_hz)
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    scaled_N = np.concatenate([part.to_ndarray().reshape(-1) for part in parts])[:samples]
    return _within(np.pad(scaled_N, (0, samples - len(scaled_N))).astype(np.float32, copy=False))


def _real(spectrum: NDArray[np.complexfloating], samples: int) -> Sound:
    return np.fft.irfft(spectrum, samples).astype(np.float32)


def _within(sound_S: NDArray[np.float32]) -> Sound:
    return np.minimum(np.maximum(sound_S, np.float32(-1)), np.float32(1))
