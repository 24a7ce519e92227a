from __future__ import annotations

import pytest

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.compare import paired, side_by_side
from spark_trainer.evaluation.metric import mean_metric
from spark_trainer.evaluation.report import Result, measure


def metric(scores: list[float], name: str = "m"):
    return mean_metric(name, "share", scores)


def test_a_steady_gain_is_significant_though_samples_differ_much() -> None:
    before = [n % 10 / 10 for n in range(100)]
    found = paired(metric(before), metric([score + 0.05 for score in before]), seed=0)
    assert found.value == pytest.approx(0.05)
    assert found.p < 0.01 and found.low == pytest.approx(found.high)


def test_equal_outputs_do_not_differ() -> None:
    scores = [0.0, 1.0, 0.5]
    found = paired(metric(scores), metric(scores), seed=0)
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_the_order_of_pairs_changes_nothing() -> None:
    one, two = [0.1, 0.9, 0.4, 0.2], [0.3, 0.8, 0.9, 0.1]
    there = paired(metric(one), metric(two), seed=5)
    assert paired(metric(one[::-1]), metric(two[::-1]), seed=5) == there


def test_other_samples_cannot_be_paired() -> None:
    with pytest.raises(UsageError, match="cannot pair m of 1 samples with m of 2"):
        paired(metric([1.0]), metric([1.0, 0.0]), seed=0)


def test_results_stand_side_by_side() -> None:
    def result(*names: str) -> Result:
        found = tuple(measure(metric([0.5], name), seed=0) for name in names)
        return Result(title="t", seed=0, measures=found)

    rows = side_by_side([result("a", "b"), result("b", "c")])
    assert rows == [("a", [0.5, None]), ("b", [0.5, 0.5]), ("c", [None, 0.5])]
