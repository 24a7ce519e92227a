"""Two or more results beside each other, and whether a difference could be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.metric import Metric, in_order, percentiles, resampled
from spark_trainer.evaluation.report import Result


@dataclass(frozen=True)
class Difference:
    """Second minus first, on the same samples."""

    value: float
    low: float
    high: float
    """Ends of the interval of the difference, in the metric's unit."""
    p: float
    """Two-sided: how often a resample turns the difference to the other side. (0, 1]"""


def paired(
    first: Metric,
    second: Metric,
    *,
    seed: int,
    resamples: int = 1000,
    confidence: float = 0.95,
) -> Difference:
    """Paired bootstrap (Koehn 2004): both metrics see the same draws of samples.

    Args:
        first: row i of its counts belongs to the same sample as row i of `second`.
        second: the same metric of the other outputs.
        seed: of the draws.
        resamples: how many; p is never under 1 / (resamples + 1).
        confidence: of the interval, 0 to 1.

    Raises:
        UsageError: they are not the same metric of as many samples.
    """
    if first.name != second.name or first.count != second.count:
        raise UsageError(
            f"cannot pair {first.name} of {first.count} samples with {second.name} of "
            f"{second.count}: give the same metric of the same samples"
        )
    order_N = in_order(np.hstack([first.counts, second.counts]))
    one_B, two_B = (
        resampled(each, order_N, seed=seed, resamples=resamples) for each in (first, second)
    )
    apart_B = two_B - one_B
    low, high = percentiles(apart_B, confidence)
    known_B = apart_B[~np.isnan(apart_B)]
    rarer = min(int((known_B <= 0).sum()), int((known_B >= 0).sum()))
    p = min(1.0, 2 * (rarer + 1) / (len(known_B) + 1))
    return Difference(second.value - first.value, low, high, p)


def side_by_side(results: Sequence[Result]) -> list[tuple[str, list[float | None]]]:
    """Each metric that a result has, and its value in every result; None where it has none."""
    tables = [{measure.name: measure.value for measure in result.measures} for result in results]
    names = dict.fromkeys(name for table in tables for name in table)
    return [(name, [table.get(name) for table in tables]) for name in names]
