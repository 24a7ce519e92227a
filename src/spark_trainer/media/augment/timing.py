"""Changes of time: pictures, sound and cues move together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.audio import SAMPLE_RATE_HZ
from spark_trainer.media.augment.clip import Clip, Cue, Sound
from spark_trainer.media.augment.sounds import playable, resample
from spark_trainer.media.augment.vocoder import stretch


def temporal_crop(clip: Clip, start_s: float, length_s: float) -> Clip:
    """What shows and sounds in that time; it begins at second 0. Cues at the edges are cut.

    A picture shows until the next one: the one that shows at the start stays, from second 0 on.
    """
    first = round(start_s * SAMPLE_RATE_HZ)
    last = first + round(length_s * SAMPLE_RATE_HZ)
    start_s, end_s = first / SAMPLE_RATE_HZ, last / SAMPLE_RATE_HZ
    shown = slice(*np.searchsorted(clip.times_s_F, (start_s, end_s)))
    if shown.start > 0 and (shown.start == shown.stop or clip.times_s_F[shown.start] > start_s):
        shown = slice(shown.start - 1, shown.stop)
    return replace(
        clip,
        frames_FHWC=clip.frames_FHWC[shown],
        times_s_F=np.maximum(clip.times_s_F[shown] - start_s, 0.0),
        sound_S=clip.sound_S[first:last],
        cues=tuple(
            Cue(max(cue.start_s - start_s, 0.0), min(cue.end_s, end_s) - start_s, cue.text)
            for cue in clip.cues
            if cue.start_s < end_s and cue.end_s > start_s
        ),
    )


def keep_frames(clip: Clip, kept: NDArray[np.intp]) -> Clip:
    """Only these pictures, by number, each at its own time."""
    return replace(clip, frames_FHWC=clip.frames_FHWC[kept], times_s_F=clip.times_s_F[kept])


def speed(clip: Clip, rate: float) -> Clip:
    """All of it `rate` times as fast; sound is as much higher, as from a tape."""
    return _scaled(clip, playable(rate), resample)


def stretched(clip: Clip, rate: float) -> Clip:
    """All of it `rate` times as fast; sound keeps its pitch."""
    return _scaled(clip, rate, stretch)


def _scaled(clip: Clip, rate: float, play: Callable[[Sound, float], Sound]) -> Clip:
    return replace(
        clip,
        times_s_F=clip.times_s_F / rate,
        sound_S=play(clip.sound_S, rate),
        cues=tuple(Cue(cue.start_s / rate, cue.end_s / rate, cue.text) for cue in clip.cues),
    )
