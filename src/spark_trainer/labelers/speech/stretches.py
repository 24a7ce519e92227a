"""Stretches of voice become what a model hears at once: no sample twice, no voice left out."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ, samples

SEARCH_S = 10.0
"""Speech without a pause is cut in the quietest place of the last seconds."""

Span = tuple[int, int]
"""First sample, and the one after the last."""


def padded(voiced: Sequence[Span], total: int, margin_s: float) -> list[Span]:
    """Stretches with a margin on both sides, which ends halfway to the neighbour's voice."""
    margin = round(margin_s * SAMPLE_RATE_HZ)
    begins = [0] + [(before[1] + after[0]) // 2 for before, after in pairwise(voiced)]
    ends = [*begins[1:], total]
    return [
        (max(begin, first - margin), min(end, last + margin))
        for (first, last), begin, end in zip(voiced, begins, ends, strict=False)
    ]


def cut(stretch: Span, longest: int, quiet: Callable[[int], int]) -> Iterator[Span]:
    """Pieces of at most `longest` samples; `quiet(at)` says where one that begins there ends."""
    at, until = stretch
    while until - at > longest:
        end = quiet(at)
        yield at, end
        at = end
    yield at, until


def windows(
    stretches: Iterable[Span], longest: int, bridge: int, quiet: Callable[[int], int]
) -> Iterator[Span]:
    """Neighbours together, while they fit into `longest` samples and lie within `bridge`."""
    open_window: Span | None = None
    for first, last in (piece for whole in stretches for piece in cut(whole, longest, quiet)):
        if open_window and first - open_window[1] <= bridge and last - open_window[0] <= longest:
            open_window = (open_window[0], last)
            continue
        if open_window:
            yield open_window
        open_window = (first, last)
    if open_window:
        yield open_window


def quiet_place(wav: wave.Wave_read, at: int, longest: int) -> int:
    """The middle of the quietest tenth of a second, in the last SEARCH_S of what may be heard."""
    import numpy as np

    hop = SAMPLE_RATE_HZ // 100
    search = round(SEARCH_S * SAMPLE_RATE_HZ)
    first = at + longest - search
    pcm = np.frombuffer(samples(wav, first, first + search), "<i2")
    power = np.square(pcm[: pcm.size // hop * hop].astype(np.int64)).reshape(-1, hop).sum(axis=1)
    quiet = int(np.convolve(power, np.ones(10, np.int64), "valid").argmin())
    return first + (quiet + 5) * hop
