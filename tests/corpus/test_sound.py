from __future__ import annotations

import numpy as np
import pytest

from tests.corpus.sound import Sound, find_beeps


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_beeps_are_found_where_they_were_put(rate_hz: int) -> None:
    sound = Sound(beeps_s=(0.25, 0.9, 1.7), end_s=2.0, rate_hz=rate_hz)
    assert find_beeps(sound.samples(), rate_hz) == pytest.approx(sound.beeps_s, abs=0.005)


def test_late_track_starts_at_its_own_second() -> None:
    sound = Sound(beeps_s=(0.9,), start_s=0.5, end_s=1.5, rate_hz=16_000)
    samples = (sound.samples() * 32767).astype(np.int16)
    assert len(samples) == 16_000
    assert find_beeps(samples, 16_000) == pytest.approx([0.4], abs=0.005)


def test_silence_has_no_beeps() -> None:
    assert find_beeps(np.zeros(16_000, np.int16), 16_000) == []
    assert find_beeps(np.zeros(0, np.int16), 16_000) == []
