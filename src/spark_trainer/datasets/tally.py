"""Distributions and samples of a stream of any length, in bounded memory."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_DISTINCT = 20_000
_OVERFLOW_FACTOR = 2.0
_LARGEST = 1e15
_NARROWEST = 5
"""A histogram's bins divide at least a fifth of the greatest value: no spread is no microscope."""


@dataclass(frozen=True)
class Bin:
    """[low, high) of a histogram; the last bin of a long tail has no upper end."""

    low: float
    high: float | None
    count: int


class Tally:
    """Counts values on a grid that grows coarser, by halves, when there are too many of them.

    Count, total, least and greatest are exact. Quantiles are exact on the grid of `step` until
    20,000 different values were seen; from then on they are off by a 20,000th of the range or so.
    """

    def __init__(self, step: float) -> None:
        self.step = step
        self.count = 0
        self.total = 0.0
        self.least = math.inf
        self.greatest = -math.inf
        self._level = 0
        self._counts: Counter[int] = Counter()

    def add(self, value: float) -> None:
        """Count a value.

        Raises:
            ValueError: it is no number, or none that can be counted.
        """
        if not abs(value) <= _LARGEST:
            raise ValueError(f"{value} cannot be counted; a number up to {_LARGEST:g} can")
        self.count += 1
        self.total += value
        self.least = min(self.least, value)
        self.greatest = max(self.greatest, value)
        self._counts[round(value / self.step) >> self._level] += 1
        while len(self._counts) > _DISTINCT:
            self._coarsen()

    def _coarsen(self) -> None:
        coarser: Counter[int] = Counter()
        for key, count in self._counts.items():
            coarser[key >> 1] += count
        self._counts = coarser
        self._level += 1

    def _value(self, key: int) -> float:
        middle = (key << self._level) + ((1 << self._level) - 1) / 2
        return min(max(middle * self.step, self.least), self.greatest)

    def quantile(self, share: float) -> float | None:
        """The value that `share` (0 to 1) of all values do not exceed; None without values."""
        wanted = max(1, math.ceil(share * self.count))
        seen = 0
        for key in sorted(self._counts):
            seen += self._counts[key]
            if seen >= wanted:
                return self._value(key)
        return None

    @property
    def mean(self) -> float | None:
        return self.total / self.count if self.count else None

    def histogram(self, bins: int) -> list[Bin]:
        """At most `bins` + 1 bins with round borders; a long tail goes into one open bin."""
        if not self.count:
            return []
        top = self.quantile(0.99)
        assert top is not None
        tail = self.greatest > _OVERFLOW_FACTOR * top > 0
        high = top if tail else self.greatest
        low = self.least if self.least > high / 2 else min(0.0, self.least)
        span = max(high - low, abs(high) / _NARROWEST)
        width = _round_width(span / bins, self.step)
        first = math.floor(low / width + 1e-9)
        number = max(1, math.floor(high / width + 1e-9) - first + 1)
        counts = [0] * (number + tail)
        for key, count in self._counts.items():
            place = math.floor(self._value(key) / width + 1e-9) - first
            counts[min(max(place, 0), len(counts) - 1)] += count
        return [
            Bin(_clean(width * (first + i)), _clean(width * (first + i + 1)), count)
            if i < number
            else Bin(_clean(width * (first + i)), None, count)
            for i, count in enumerate(counts)
        ]

    def as_json(self) -> dict[str, Any]:
        """Count, mean, quantiles; null where there is no value."""
        some = self.count > 0
        return {
            "count": self.count,
            "total": _clean(self.total),
            "mean": None if self.mean is None else _clean(self.mean),
            "min": _clean(self.least) if some else None,
            **{
                name: None if (q := self.quantile(share)) is None else _clean(q)
                for name, share in (("median", 0.5), ("p90", 0.9))
            },
            "max": _clean(self.greatest) if some else None,
        }


def _round_width(width: float, step: float) -> float:
    """The next of 1, 2, 5 times a power of ten, not under the grid's step."""
    if width <= step:
        return step
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= width * (1 - 1e-9))


def _clean(value: float) -> float:
    return round(value, 9)


class EvenPick(Generic[T]):
    """Keeps items of a stream that lie at even distances, without knowing how many will come."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._stride = 1
        self._seen = 0
        self._items: list[T] = []

    def add(self, item: T) -> None:
        if self._seen % self._stride == 0:
            self._items.append(item)
            if len(self._items) > 2 * self._limit:
                del self._items[1::2]
                self._stride *= 2
        self._seen += 1

    def items(self) -> list[T]:
        """At most `limit` items, in their order."""
        return spread(self._items, self._limit)


def spread(items: list[T], limit: int) -> list[T]:
    """At most `limit` of the items, evenly, the first and the last among them."""
    if len(items) <= limit:
        return items
    if limit == 1:
        return items[:1]
    return [items[round(i * (len(items) - 1) / (limit - 1))] for i in range(limit)]


def count_bounded(counter: Counter[str], name: str, limit: int = 200) -> None:
    """Count a name from outside; new names beyond `limit` are counted as `other`."""
    counter[name if name in counter or len(counter) < limit else "other"] += 1
