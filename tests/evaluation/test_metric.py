"""The bootstrap: seeded, blind to order, about as wide as theory says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.metric import interval, mean_metric


def test_the_interval_of_a_share_is_that_of_theory() -> None:
    metric = mean_metric("share", "share", [1.0] * 300 + [0.0] * 100)
    low, high = interval(metric, seed=1, resamples=4000)
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (low, high) == pytest.approx((0.75 - half, 0.75 + half), abs=0.006)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.randoms())
def test_order_changes_neither_value_nor_interval(scores: list[float], random) -> None:
    mixed = random.sample(scores, len(scores))
    one, two = mean_metric("m", "u", scores), mean_metric("m", "u", mixed)
    assert one.value == two.value
    assert interval(one, seed=3, resamples=20) == interval(two, seed=3, resamples=20)


def test_no_samples_have_no_interval() -> None:
    assert np.isnan(interval(mean_metric("m", "u", []), seed=0)).all()


def test_impossible_settings_are_refused() -> None:
    metric = mean_metric("m", "u", [1.0])
    with pytest.raises(UsageError, match="confidence is 2; it must lie between 0 and 1"):
        interval(metric, seed=0, confidence=2)
    with pytest.raises(UsageError, match="resamples is 0"):
        interval(metric, seed=0, resamples=0)
