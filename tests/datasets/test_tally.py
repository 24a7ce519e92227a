from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.datasets import tally as module
from spark_trainer.datasets.tally import EvenPick, Tally, count_bounded, spread

values = st.lists(st.integers(-50_000, 50_000), min_size=1, max_size=300)


def filled(numbers: list[float], step: float = 1) -> Tally:
    tally = Tally(step)
    for number in numbers:
        tally.add(number)
    return tally


@given(values, st.floats(0, 1))
def test_quantiles_are_those_of_the_sorted_values(numbers: list[int], share: float):
    wanted = sorted(numbers)[max(1, math.ceil(share * len(numbers))) - 1]
    assert filled(numbers).quantile(share) == wanted


@given(values, st.integers(1, 40))
def test_a_histogram_counts_every_value_once_in_bins_that_touch(numbers: list[int], bins: int):
    parts = filled(numbers).histogram(bins)
    assert sum(part.count for part in parts) == len(numbers)
    assert all(a.high == b.low for a, b in itertools.pairwise(parts))
    assert len(parts) <= bins + 3


@given(values)
def test_every_value_lies_in_its_bin(numbers: list[int]):
    for part in filled(numbers).histogram(10):
        inside = [n for n in numbers if n >= part.low and (part.high is None or n < part.high)]
        assert part.count == len(inside)


def test_a_long_tail_goes_into_one_open_bin():
    last = filled([1.0] * 99 + [2.0] * 99 + [5000.0]).histogram(10)[-1]
    assert (last.high, last.count) == (None, 1)


def test_equal_values_make_one_bin_of_a_sensible_width():
    assert [(b.low, b.high, b.count) for b in filled([10.8] * 4, 0.001).histogram(16)] == [
        (10.8, 11.0, 4)
    ]


def test_memory_is_bounded_and_quantiles_stay_close(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_DISTINCT", 1000)
    tally = filled([float(n) for n in range(30_000)])
    assert len(tally._counts) <= 1000
    assert tally.quantile(0.5) == pytest.approx(15_000, abs=64)
    assert (tally.least, tally.greatest, tally.count) == (0, 29_999, 30_000)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300])
def test_what_cannot_be_counted_is_refused(value: float):
    with pytest.raises(ValueError, match="cannot be counted"):
        Tally(1).add(value)


def test_without_values_everything_is_empty():
    empty = Tally(1)
    assert empty.histogram(10) == []
    assert empty.quantile(0.5) is None
    assert empty.as_json()["median"] is None


@given(st.integers(0, 3000), st.integers(1, 40))
def test_even_pick_takes_items_of_the_whole_stream_in_order(length: int, limit: int):
    pick: EvenPick[int] = EvenPick(limit)
    for number in range(length):
        pick.add(number)
    items = pick.items()
    assert len(items) == min(length, limit)
    assert items == sorted(set(items))
    if length > 1 and limit > 1:
        assert items[0] == 0
        assert items[-1] >= (length - 1) / 2


def test_spread_keeps_the_first_and_the_last():
    assert spread(list(range(10)), 4) == [0, 3, 6, 9]
    assert spread([1, 2], 4) == [1, 2]
    assert spread([1, 2], 1) == [1]


def test_names_beyond_the_limit_are_counted_as_other():
    from collections import Counter

    counter: Counter[str] = Counter()
    for name in ("a", "b", "c", "a", "d"):
        count_bounded(counter, name, limit=2)
    assert counter == {"a": 2, "b": 1, "other": 2}
