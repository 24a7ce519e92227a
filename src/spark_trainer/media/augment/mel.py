"""Bands of a log-mel spectrogram blanked (SpecAugment, Park et al. 2019, without its warping).

M mel bins   K steps of 10 ms
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Mel = NDArray[np.float32]
Band = tuple[int, int]
"""First and last but one."""


def blank(mel_MK: Mel, bins: Iterable[Band], steps: Iterable[Band]) -> Mel:
    """The bands hold the spectrogram's mean, which says nothing."""
    changed = mel_MK.copy()
    mean = mel_MK.mean(dtype=np.float64) if mel_MK.size else 0.0
    for first, last in bins:
        changed[first:last] = mean
    for first, last in steps:
        changed[:, first:last] = mean
    return changed
