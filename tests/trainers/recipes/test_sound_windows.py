"""Sound cut into stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.trainers.recipes.sound_windows import FRAME, stretches


@given(st.integers(1, 200_000), st.integers(1, 50_000), st.integers(0, 9))
def test_stretches_cover_all_and_none_is_too_long(count: int, most: int, seed: int) -> None:
    most = max(most, count // 100 + 1)
    sound_S = np.random.default_rng(seed).normal(size=count).astype(np.float32)
    found = list(stretches(sound_S, most))
    assert [first for first, _ in found] == [0, *(last for _, last in found[:-1])]
    assert found[-1][1] == count
    assert all(0 < last - first <= most for first, last in found)


def test_it_is_cut_where_it_is_quiet() -> None:
    sound_S = np.ones(3000 * 16, np.float32)
    quiet = 28_000
    sound_S[quiet - FRAME : quiet + FRAME] = 0
    (_, cut), *_ = stretches(sound_S, 30_000)
    assert cut == pytest.approx(quiet, abs=FRAME)


def test_even_loudness_is_cut_late() -> None:
    (_, cut), _ = stretches(np.ones(40_000, np.float32), 30_000)
    assert 30_000 - cut < 2 * FRAME
