"""Sound made longer or shorter at the same pitch, and higher or lower at the same length.

S values of sound   J windows   N values of a window   Q frequencies of it
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Sound
from spark_trainer.media.augment.sounds import playable, resample

Spectra = NDArray[np.complex64]

MOST_RATE = 1.12
"""Beyond it attacks would move by more than a millisecond, and voices sound hollow.

Two semitones are as much.
"""

_WINDOW = 224
"""14 ms: two waves of a low voice. Attacks move by less than half a millisecond; longer windows
sound better and move them farther."""
_HOP = _WINDOW // 4
_TINY = np.float32(1e-20)
_ATTACK = 4.0
"""A window so many times as loud as the one before it begins anew, or attacks would smear."""


def stretch(sound_S: Sound, rate: float) -> Sound:
    """Played `rate` times as fast at the same pitch: second `t` comes at `t / rate`.

    A phase vocoder (Flanagan and Golden, 1966) whose phases begin anew at attacks.
    """
    samples = round(len(sound_S) / rate)
    if not samples or rate == 1.0:
        return sound_S[:samples].copy()
    windows = -(-samples // _HOP) + 1
    at_J = np.minimum(np.rint(np.arange(windows) * _HOP * rate).astype(np.intp), len(sound_S))
    padded = np.pad(sound_S, (_WINDOW // 2 + _HOP, _WINDOW))
    shape_N = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    windows_of = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)
    now_JQ = _spectra(windows_of[at_J + _HOP] * shape_N)
    before_JQ = _spectra(windows_of[at_J] * shape_N)
    made_JN = np.fft.irfft(np.abs(now_JQ) * _phases(now_JQ, before_JQ), _WINDOW)
    return _overlapped(made_JN, shape_N)[_WINDOW // 2 :][:samples]


def _spectra(windows_JN: NDArray[np.float32]) -> Spectra:
    return np.fft.rfft(windows_JN).astype(np.complex64, copy=False)


def _phases(now_JQ: Spectra, before_JQ: Spectra) -> Spectra:
    """Each window's phase, as a number of size 1: the last one's, turned as the sound turns."""
    turned_JQ = np.cumprod(_unit(now_JQ * before_JQ.conj()), axis=0)
    loud_J, was_J = (np.sum(np.abs(s_JQ) ** 2, axis=1) for s_JQ in (now_JQ, before_JQ))
    anew_J = loud_J > _ATTACK * was_J
    anew_J[0] = True
    since_J = np.maximum.accumulate(np.where(anew_J, np.arange(len(anew_J)), 0))
    return turned_JQ * (turned_JQ.conj() * _unit(now_JQ))[since_J]


def _unit(values_JQ: Spectra) -> Spectra:
    size_JQ = np.abs(values_JQ)
    one_JQ = values_JQ / np.maximum(size_JQ, _TINY)
    return np.where(size_JQ > _TINY, one_JQ, np.complex64(1))


def _overlapped(made_JN: NDArray[np.floating], shape_N: NDArray[np.float32]) -> Sound:
    """The windows laid over each other, a hop apart."""
    windows = len(made_JN)
    sound, weight = (np.zeros((windows + 3) * _HOP, np.float32) for _ in range(2))
    for quarter in range(4):
        part = slice(quarter * _HOP, (quarter + 1) * _HOP)
        place = slice(quarter * _HOP, (quarter + windows) * _HOP)
        sound[place] += (made_JN[:, part] * shape_N[part]).ravel()
        weight[place] += np.tile(shape_N[part] ** 2, windows)
    return np.clip(sound / np.maximum(weight, 0.1), -1, 1)


def pitch(sound_S: Sound, semitones: float) -> Sound:
    """Higher (above 0) or lower, as long as before: 12 semitones are an octave."""
    factor = playable(2 ** (semitones / 12))
    moved = resample(stretch(sound_S, 1 / factor), factor)
    return np.pad(moved, (0, max(0, len(sound_S) - len(moved))))[: len(sound_S)]
