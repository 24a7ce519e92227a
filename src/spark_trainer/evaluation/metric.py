"""A metric as counts of single samples that add up, so that any resample of them can be scored.

Shapes: N samples, D counts of a sample, B resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import UsageError

Array = NDArray[np.float64]

_BLOCK_BYTES = 32 * 2**20


def ratio(sums_D: Array) -> float:
    """First count over the second; NaN where there was nothing to divide by."""
    return float(sums_D[0] / sums_D[1]) if sums_D[1] else float("nan")


@dataclass(frozen=True)
class Metric:
    """One number of a corpus. It is a function of sums, never a mean of ratios."""

    name: str
    unit: str
    """Range and direction in words, e.g. `errors per word, 0 is best`."""
    counts: Array
    """Shape ND."""
    value_of: Callable[[Array], float] = ratio
    higher_is_better: bool = True

    @property
    def count(self) -> int:
        """Samples."""
        return len(self.counts)

    @property
    def value(self) -> float:
        """NaN where it is not defined: no samples, or only empty references."""
        return self.value_of(_sums(self.counts)) if self.count else float("nan")


def mean_metric(name: str, unit: str, scores: list[float]) -> Metric:
    """The mean of one score a sample."""
    counts_ND = np.column_stack([np.asarray(scores, dtype=np.float64), np.ones(len(scores))])
    return Metric(name, unit, counts_ND)


def interval(
    metric: Metric, *, seed: int, resamples: int = 1000, confidence: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap over samples (Efron 1979): low and high end, in the metric's unit.

    The order of the samples does not matter: they are sorted before they are drawn. Resamples
    in which the metric is not defined are left out; NaN twice where it never is.
    """
    values_B = resampled(metric, in_order(metric.counts), seed=seed, resamples=resamples)
    return percentiles(values_B, confidence)


def percentiles(values_B: Array, confidence: float) -> tuple[float, float]:
    """The middle `confidence` (0 to 1) of the values that are numbers."""
    if not 0 < confidence < 1:
        raise UsageError(f"confidence is {confidence}; it must lie between 0 and 1")
    known = values_B[~np.isnan(values_B)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def resampled(metric: Metric, order_N: NDArray[np.intp], *, seed: int, resamples: int) -> Array:
    """The metric in each of B draws, with return, of as many samples as there are."""
    if resamples < 1:
        raise UsageError(f"resamples is {resamples}; it must be at least 1")
    if not metric.count:
        return np.full(resamples, np.nan)
    ordered_ND = metric.counts[order_N]
    sums = (times_BN @ ordered_ND for times_BN in _draws(metric.count, seed, resamples))
    return np.array([metric.value_of(sums_D) for block in sums for sums_D in block])


def in_order(counts_ND: Array) -> NDArray[np.intp]:
    """Places that sort the rows by all their columns."""
    return np.lexsort(counts_ND.T[::-1])


def _sums(counts_ND: Array) -> Array:
    """Sums that do not depend on the order in which floats are added."""
    return np.asarray(counts_ND[in_order(counts_ND)].sum(axis=0))


def _draws(samples: int, seed: int, resamples: int) -> Iterator[Array]:
    """How often each sample is drawn, in blocks of bounded memory."""
    random = np.random.default_rng(seed)
    block = max(1, _BLOCK_BYTES // (16 * samples))
    even = np.full(samples, 1 / samples)
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        yield random.multinomial(samples, even, size=size).astype(np.float64)
