from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.datasets.charts import HEIGHT, WIDTH, histogram_chart, short
from spark_trainer.datasets.tally import Tally


def chart(values: list[float], step: float = 1):
    tally = Tally(step)
    for value in values:
        tally.add(value)
    return histogram_chart("Scene length", "s", "scenes", tally)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=200))
def test_everything_lies_in_the_box_and_counts_add_up(values: list[int]):
    drawn = chart(values)
    assert sum(bar.count for bar in drawn.bars) == len(values)
    for bar in drawn.bars:
        assert drawn.left <= bar.x <= bar.x + bar.width <= drawn.right + 0.1
        assert drawn.top - 0.1 <= bar.y <= bar.y + bar.height <= drawn.floor + 0.1
    assert drawn.median_at is not None
    assert drawn.left <= drawn.median_at <= drawn.right
    assert all(0 <= tick.at <= WIDTH for tick in drawn.x_ticks)
    assert all(0 <= tick.at <= HEIGHT for tick in drawn.y_ticks)


def test_one_value_does_not_fill_the_chart():
    drawn = chart([10.8] * 4, 0.001)
    assert len(drawn.bars) >= 7
    assert [bar.label for bar in drawn.bars if bar.count] == ["10.8 to 11"]


def test_a_bar_that_counts_something_can_be_seen():
    drawn = chart([1.0] * 100_000 + [9.0])
    assert min(bar.height for bar in drawn.bars if bar.count) >= 1.5


def test_no_values_draw_nothing():
    assert chart([]).bars == []


def test_the_sentence_says_count_median_and_range():
    assert chart([1.0, 2.0, 3.0]).summary == "3 scenes: median 2 s, from 1 to 3 s"


def test_labels_are_short():
    assert [short(v) for v in (None, 0, 0.00042, 3.6, 12000.0)] == [
        "-", "0", "0.00042", "3.6", "12,000"
    ]  # fmt: skip
