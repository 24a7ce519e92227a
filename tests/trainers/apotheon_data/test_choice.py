from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.trainers.apotheon_data.choice import spread_over_time

TIMES = st.lists(st.floats(0, 1e4), max_size=30, unique=True).map(sorted)


@given(TIMES, st.integers(1, 12))
def test_the_choice_is_ascending_without_repeats_and_no_more_than_asked(
    times_s: list[float], most: int
) -> None:
    chosen = spread_over_time(times_s, most)
    assert chosen == sorted(set(chosen))
    assert min(1, len(times_s)) <= len(chosen) <= most


def test_frames_are_spread_by_time_and_not_by_number() -> None:
    assert spread_over_time([0.0, 0.1, 0.2, 0.3, 4.0, 10.0], 2) == [4, 5]


def test_no_frames_at_all_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="at most 0 frames"):
        spread_over_time([0.0], 0)
