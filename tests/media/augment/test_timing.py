from __future__ import annotations

import numpy as np
import pytest
from tests.media.augment.events import flash_and_beep

from spark_trainer.media.augment import timing
from spark_trainer.media.augment.clip import Clip, Cue


def test_a_crop_begins_at_zero_with_the_picture_that_shows_there() -> None:
    clip = flash_and_beep(10.0, 20, 9)
    part = timing.temporal_crop(clip, 0.55, 0.8)
    assert len(part.sound_S) == 12800
    assert np.array_equal(part.sound_S, clip.sound_S[8800:21600])
    assert part.times_s_F == pytest.approx([0, *np.arange(0.05, 0.76, 0.1)])
    assert part.frames_FHWC[4].min() == 255
    (cue,) = part.cues
    assert (cue.start_s, cue.end_s) == pytest.approx((0.33, 0.37))


def test_cues_outside_are_gone_and_those_at_an_edge_are_cut() -> None:
    cues = (Cue(0, 0.5, "a"), Cue(0.4, 1.2, "b"), Cue(1.4, 1.9, "c"), Cue(1.6, 2, "d"))
    clip = Clip(np.zeros((2, 2, 2, 3), np.uint8), np.array([0.0, 1.0]), cues=cues)
    part = timing.temporal_crop(clip, 0.5, 1.0)
    assert [(c.text, round(c.start_s, 3), round(c.end_s, 3)) for c in part.cues] == [
        ("b", 0, 0.7),
        ("c", 0.9, 1.0),
    ]


def test_kept_frames_keep_their_times() -> None:
    clip = flash_and_beep(10.0, 5, 1)
    kept = timing.keep_frames(clip, np.array([1, 4]))
    assert kept.times_s_F == pytest.approx([0.1, 0.4])
    assert kept.frames_FHWC[0].min() == 255
    assert kept.sound_S is clip.sound_S


@pytest.mark.parametrize("change", [timing.speed, timing.stretched])
def test_faster_is_shorter_for_pictures_sound_and_cues(change: object) -> None:
    assert callable(change)
    clip = flash_and_beep(10.0, 20, 9)
    fast = change(clip, 1.125)
    assert fast.times_s_F == pytest.approx(clip.times_s_F / 1.125, rel=1e-4)
    assert len(fast.sound_S) == pytest.approx(len(clip.sound_S) / 1.125, abs=2)
    assert fast.cues[0].start_s == pytest.approx(clip.cues[0].start_s / 1.125, rel=1e-4)
