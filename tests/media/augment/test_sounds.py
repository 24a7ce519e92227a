from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.media.augment.events import RATE_HZ, beep, beep_s

from spark_trainer.media.augment import sounds, vocoder
from spark_trainer.media.augment.clip import Sound, no_sound


def tone(pitch_hz: float, sound_s: float = 1.0) -> Sound:
    time_s = np.arange(round(sound_s * RATE_HZ)) / RATE_HZ
    return (0.4 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def pitch_of(sound_S: Sound) -> float:
    """Frequency of the loudest part, Hz."""
    spectrum = np.abs(np.fft.rfft(sound_S * np.hanning(len(sound_S))))
    return float(spectrum.argmax() * RATE_HZ / len(sound_S))


def noise(samples: int) -> Sound:
    return np.random.default_rng(0).standard_normal(samples, np.float32)


def test_six_decibels_are_twice_as_loud_and_too_loud_is_cut() -> None:
    quiet = tone(440) / 4
    assert sounds.rms(sounds.gain(quiet, 6.0206)) == pytest.approx(2 * sounds.rms(quiet), rel=1e-4)
    assert np.abs(sounds.gain(quiet, 60)).max() == 1


@pytest.mark.parametrize("ratio_db", [0.0, 10.0, 30.0])
def test_noise_is_as_loud_as_asked(ratio_db: float) -> None:
    sound = tone(440) / 4
    added = sounds.add_noise(sound, noise(len(sound)), ratio_db) - sound
    ratio = 20 * np.log10(sounds.rms(sound) / sounds.rms(added))
    assert ratio == pytest.approx(ratio_db, abs=0.1)


def test_silence_stays_silent_and_nothing_stays_nothing() -> None:
    silence = np.zeros(100, np.float32)
    assert not sounds.add_noise(silence, noise(100), 10).any()
    for changed in (
        sounds.gain(no_sound(), 3),
        sounds.add_noise(no_sound(), no_sound(), 3),
        sounds.resample(no_sound(), 1.1),
        vocoder.stretch(no_sound(), 1.1),
        vocoder.pitch(no_sound(), 1),
    ):
        assert changed.shape == (0,) and changed.dtype == np.float32


def test_pink_noise_has_more_in_the_lows_than_white() -> None:
    white = noise(RATE_HZ)
    for made, least in ((white, 0.0), (sounds.pink(white), 0.5)):
        power = np.abs(np.fft.rfft(made)) ** 2
        share = power[:500].sum() / power.sum()
        assert share > least and (share < 0.2 or least)


@given(rate=st.floats(0.5, 2), at_s=st.floats(0.2, 1.8), samples=st.integers(0, 999))
@settings(max_examples=60)
def test_resampled_sound_is_higher_and_all_of_it_in_its_place(
    rate: float, at_s: float, samples: int
) -> None:
    given_S = np.append(beep(2.0, at_s, 900.0), np.zeros(samples, np.float32))
    changed = sounds.resample(given_S, rate)
    exact = sounds.playable(rate)
    assert exact == pytest.approx(rate, rel=1e-4)
    assert abs(len(changed) - len(given_S) / exact) <= 1
    assert beep_s(changed) == pytest.approx(at_s / exact, abs=1e-4)


def test_resampling_shifts_the_pitch_without_aliases() -> None:
    assert pitch_of(sounds.resample(tone(1000), 1.25)) == pytest.approx(1250, abs=2)
    assert sounds.rms(sounds.resample(tone(7500), 1.5)[500:-500]) < 0.01


@pytest.mark.parametrize(("rate", "pitch_hz"), [(0.8, 800), (1.25, 1250), (2.0, 2000)])
def test_a_resampled_tone_is_the_tone_of_that_pitch(rate: float, pitch_hz: float) -> None:
    found = sounds.resample(tone(1000), rate)
    wanted = tone(pitch_hz, 2.0)[: len(found)]
    assert np.abs(found - wanted)[100:-100].max() < 1e-3


@given(
    rate=st.floats(1 / vocoder.MOST_RATE, vocoder.MOST_RATE),
    at_s=st.floats(0.2, 1.3),
    pitch_hz=st.floats(300, 3000),
)
@settings(max_examples=60)
@example(vocoder.MOST_RATE, 0.7, 300.0)
def test_stretched_sound_has_its_pitch_and_every_attack_in_its_place(
    rate: float, at_s: float, pitch_hz: float
) -> None:
    changed = vocoder.stretch(beep(1.5, at_s, pitch_hz), rate)
    assert len(changed) == round(1.5 * RATE_HZ / rate)
    assert beep_s(changed) == pytest.approx(at_s / rate, abs=1e-3)


@pytest.mark.parametrize("rate", [0.9, 1.1])
def test_stretching_keeps_the_pitch_and_the_loudness(rate: float) -> None:
    changed = vocoder.stretch(tone(440), rate)
    assert pitch_of(changed) == pytest.approx(440, abs=2)
    assert sounds.rms(changed[800:-800]) == pytest.approx(sounds.rms(tone(440)), rel=0.02)


@pytest.mark.parametrize("semitones", [-2, -1, 1, 2])
def test_pitch_moves_by_semitones_and_keeps_the_length(semitones: int) -> None:
    changed = vocoder.pitch(tone(440), semitones)
    assert len(changed) == RATE_HZ
    assert pitch_of(changed) == pytest.approx(440 * 2 ** (semitones / 12), rel=0.005)


def test_a_rate_of_one_changes_nothing_and_copies() -> None:
    sound = tone(440)
    for changed in (sounds.resample(sound, 1.0), vocoder.stretch(sound, 1.0)):
        assert np.array_equal(changed, sound) and changed is not sound
