from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.augment.events import flash_and_beep

from spark_trainer.media.augment.clip import Clip
from spark_trainer.models.augmentations import (
    Preset,
    apply,
    apply_mel,
    preset,
    preset_of_json,
    presets,
    trace,
)

NAMES = sorted(presets())
MEL = np.random.default_rng(0).normal(size=(80, 300)).astype(np.float32)


@pytest.fixture(scope="module")
def clip() -> Clip:
    plain = flash_and_beep(10.0, 12, 5)
    frames = np.random.default_rng(1).integers(0, 256, (12, 12, 16, 3), np.uint8)
    return Clip(frames, plain.times_s_F, plain.sound_S, "Some words to read", plain.cues)


def same(left: Clip, right: Clip) -> bool:
    return (
        np.array_equal(left.frames_FHWC, right.frames_FHWC)
        and np.array_equal(left.times_s_F, right.times_s_F)
        and np.array_equal(left.sound_S, right.sound_S)
        and (left.text, left.cues) == (right.text, right.cues)
    )


def changed(name: str, clip: Clip, sample: int) -> Clip:
    return apply(preset(name), clip, seed=3, epoch=1, sample_id=sample)


def test_none_gives_the_same_arrays(clip: Clip) -> None:
    assert changed("none", clip, 1) is clip


@given(name=st.sampled_from(NAMES), order=st.permutations(range(4)), other=st.integers(0, 9))
@settings(max_examples=25)
def test_nothing_that_ran_before_has_a_part_in_it(
    clip: Clip, name: str, order: list[int], other: int
) -> None:
    chosen = preset(name)
    straight = [apply(chosen, clip, seed=0, epoch=2, sample_id=n) for n in range(4)]
    np.random.seed(other)
    random.seed(other)
    state = str(np.random.get_state()), random.getstate()
    for number in order:
        again = apply(chosen, clip, seed=0, epoch=2, sample_id=number)
        assert same(again, straight[number])
    assert state == (str(np.random.get_state()), random.getstate())


def test_other_processes_give_the_same(clip: Clip) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        there = pool.submit(changed, "strong", clip, 7).result()
    assert same(there, changed("strong", clip, 7))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_changed_in_place(clip: Clip, name: str) -> None:
    before = clip.frames_FHWC.copy(), clip.times_s_F.copy(), clip.sound_S.copy()
    mel_MK = MEL.copy()
    for epoch in range(6):
        apply(preset(name), clip, seed=0, epoch=epoch, sample_id="a")
        apply_mel(preset(name), mel_MK, seed=0, epoch=epoch, sample_id="a")
    assert np.array_equal(mel_MK, MEL)
    after = clip.frames_FHWC, clip.times_s_F, clip.sound_S
    assert all(np.array_equal(*pair) for pair in zip(before, after, strict=True))


def test_seed_epoch_and_sample_each_matter(clip: Clip) -> None:
    strong = preset("strong")
    first = apply(strong, clip, seed=0, epoch=0, sample_id="0")
    assert same(first, apply(strong, clip, seed=0, epoch=0, sample_id=0))
    for other in ((1, 0, "0"), (0, 1, "0"), (0, 0, "1")):
        seed, epoch, sample = other
        assert not same(first, apply(strong, clip, seed=seed, epoch=epoch, sample_id=sample))


def made(*operations: dict[str, object]) -> Preset:
    return preset_of_json({"name": "made", "operations": list(operations)}, "test")


def test_an_operation_is_drawn_by_its_place_alone(clip: Clip) -> None:
    crop, gain = {"operation": "crop"}, {"operation": "gain"}
    told = [
        trace(made(*operations), clip, seed=0, epoch=0, sample_id=1).done
        for operations in ([crop], [crop, gain], [{**crop, "probability": 0.0}, gain])
    ]
    assert told[0][0] == told[1][0]
    assert told[1][1] == told[2][0]
    assert told[2][0].place == 1


def test_probability_is_the_share_of_clips(clip: Clip) -> None:
    half = made({"operation": "flip", "probability": 0.3})
    flips = [len(trace(half, clip, seed=0, epoch=0, sample_id=n).done) for n in range(1000)]
    assert 0.25 < sum(flips) / 1000 < 0.35


def test_what_a_clip_does_not_have_is_not_changed() -> None:
    empty = Clip(np.zeros((0, 4, 4, 3), np.uint8), np.zeros(0))
    everything = made(*({"operation": kind} for kind in ("crop", "noise", "drop", "stretch")))
    assert trace(everything, empty, seed=0, epoch=0, sample_id=0).done == ()


def test_spectrograms_are_blanked_anew_in_every_epoch() -> None:
    masks = made({"operation": "spec_augment", "frequency_masks": 1, "time_masks": 1})
    found = [apply_mel(masks, MEL, seed=0, epoch=epoch, sample_id=1) for epoch in range(8)]
    shares = [float(np.mean(changed == MEL)) for changed in found]
    assert len(set(shares)) > 4
    assert min(shares) > 0.7
    assert np.array_equal(found[3], apply_mel(masks, MEL, seed=0, epoch=3, sample_id=1))
    assert np.array_equal(apply_mel(preset("image"), MEL, seed=0, epoch=0, sample_id=1), MEL)
