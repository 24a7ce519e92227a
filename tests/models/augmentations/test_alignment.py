"""Whatever a preset does, what happens at one second goes on happening at one second."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.media.augment.events import BEEP_S, beep_s, flash_and_beep, flash_s

from spark_trainer.media.augment.clip import Clip
from spark_trainer.media.augment.vocoder import MOST_RATE
from spark_trainer.models.augmentations import Preset, apply, preset_of_json, presets
from spark_trainer.models.augmentations.preset import OPERATIONS

SLACK_S = 0.001
MILD: dict[str, dict[str, Any]] = {
    "noise": {"least_snr_db": 20, "most_snr_db": 40},
    "gain": {"decibels": 6},
    "stretch": {"most_rate": MOST_RATE},
    "pitch": {"semitones": 2},
    "speed": {"most_rate": 2},
    "temporal_crop": {"least_share": 0.3},
    "frame_drop": {"share": 0.5},
    "rand_augment": {"count": 3, "magnitude": 8},
}
"""As far as they go, but no noise that hides the beep itself."""


def of(*kinds: str) -> Preset:
    operations = [{"operation": kind, "probability": 1, **MILD.get(kind, {})} for kind in kinds]
    return preset_of_json({"name": "made", "operations": operations}, "test")


any_preset = st.lists(st.sampled_from(sorted(OPERATIONS)), unique=True, max_size=8).map(
    lambda kinds: of(*kinds)
) | st.sampled_from(list(presets().values()))


def assert_together(clip: Clip, frame_s: float) -> None:
    """The flash, the beep and the cue are where each other is; at an edge all may be cut."""
    at_s = flash_s(clip)
    assume(at_s is not None)
    assert at_s is not None
    edge_s = 2 * BEEP_S + frame_s
    assume(edge_s < at_s < len(clip.sound_S) / 16_000 - edge_s)
    assert abs(beep_s(clip.sound_S) - at_s) <= SLACK_S
    (cue,) = clip.cues
    assert abs((cue.start_s + cue.end_s) / 2 - at_s) <= SLACK_S


@settings(max_examples=100)
@given(
    preset=any_preset,
    fps=st.sampled_from([10.0, 23.976, 25.0, 30.0]),
    flash=st.integers(8, 30),
    pitch_hz=st.floats(400, 2500),
    seed=st.integers(0, 2**32),
)
@example(of("stretch", "pitch", "speed"), 25.0, 20, 700.0, 1)
def test_a_flash_and_a_beep_stay_within_a_millisecond(
    preset: Preset, fps: float, flash: int, pitch_hz: float, seed: int
) -> None:
    clip = flash_and_beep(fps, 40, flash, pitch_hz)
    assert_together(apply(preset, clip, seed=seed, epoch=0, sample_id="a"), 1 / fps)


@pytest.mark.parametrize("kind", sorted(OPERATIONS.keys() - {"erasing"}))
def test_each_operation_alone_keeps_them_together(kind: str) -> None:
    found = 0
    for seed in range(12):
        changed = apply(of(kind), flash_and_beep(25.0, 40, 20), seed=seed, epoch=0, sample_id=1)
        at_s = flash_s(changed)
        if at_s is not None and 0.1 < at_s < len(changed.sound_S) / 16_000 - 0.1:
            assert abs(beep_s(changed.sound_S) - at_s) <= SLACK_S
            found += 1
    assert found >= 3


@given(preset=any_preset, seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_times_go_on_and_begin_at_zero_or_later(preset: Preset, seed: int) -> None:
    changed = apply(preset, flash_and_beep(25.0, 30, 9), seed=seed, epoch=3, sample_id="b")
    assert len(changed.frames_FHWC) == len(changed.times_s_F) >= 1
    assert np.all(np.diff(changed.times_s_F) >= 0)
    assert changed.times_s_F[0] >= 0
    assert all(0 <= cue.start_s < cue.end_s for cue in changed.cues)
