"""Where the bars and ticks of a histogram go; the page's template draws them as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spark_trainer.datasets.tally import Bin, Tally

WIDTH, HEIGHT = 440, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 16, 26, 54
_BINS = 20
_LEAST_BINS = 7
_X_LABELS = 6
_Y_TICKS = 4


@dataclass(frozen=True)
class Bar:
    """A bin, drawn."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int


@dataclass(frozen=True)
class Tick:
    """A label on an axis, at `at` along it."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A histogram in a box of WIDTH x HEIGHT."""

    title: str
    unit: str
    """`s`, `words`; a range such as `0 to 1` for numbers that have none."""
    what: str
    """What is counted, in the plural."""
    tally: Tally
    bars: list[Bar]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    median_at: float | None
    median: str
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    floor: int = HEIGHT - _BOTTOM

    @property
    def summary(self) -> str:
        """The chart in a sentence, for those who cannot see it."""
        t = self.tally
        unit = "" if self.unit[0].isdigit() else f" {self.unit}"
        return (
            f"{t.count:,} {self.what}: median {self.median}{unit}, "
            f"from {short(t.least)} to {short(t.greatest)}{unit}"
        )


def short(value: float | None) -> str:
    """A number as a label: two decimals, three digits below 1, thousands apart."""
    if value is None:
        return "-"
    if abs(value) < 1:
        return f"{value:.3g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def histogram_chart(title: str, unit: str, what: str, tally: Tally) -> Chart:
    """Lay out the histogram of a tally; one without values has no bars."""
    bins = _padded(tally.histogram(_BINS))
    most = max((b.count for b in bins), default=0)
    ticks = _count_ticks(most)
    scale = (HEIGHT - _TOP - _BOTTOM) / max([most, *ticks], default=1) if most else 0.0
    slot = (WIDTH - _LEFT - _RIGHT) / max(len(bins), 1)
    whole = tally.step == 1
    bars = [_bar(i, b, slot, scale, whole) for i, b in enumerate(bins)]
    floor = HEIGHT - _BOTTOM
    median = tally.quantile(0.5)
    return Chart(
        title=title,
        unit=unit,
        what=what,
        tally=tally,
        bars=bars,
        x_ticks=_x_ticks(bins, slot, whole),
        y_ticks=[Tick(floor - count * scale, f"{count:,}") for count in ticks],
        median_at=_median_at(bins, slot, median, whole),
        median=short(median),
    )


def _padded(bins: list[Bin]) -> list[Bin]:
    """Empty bins around a few, so that one bar does not fill the chart."""
    if not bins or len(bins) >= _LEAST_BINS or bins[-1].high is None:
        return bins
    width = bins[-1].high - bins[-1].low
    while len(bins) < _LEAST_BINS:
        high = bins[-1].high
        assert high is not None
        bins = [*bins, Bin(high, round(high + width, 9), 0)]
        low = round(bins[0].low - width, 9)
        if low >= 0 and len(bins) < _LEAST_BINS:
            bins = [Bin(low, bins[0].low, 0), *bins]
    return bins


def _bar(index: int, part: Bin, slot: float, scale: float, whole: bool) -> Bar:
    gap = min(2.0, slot / 4)
    height = max(part.count * scale, 1.5) if part.count else 0.0
    return Bar(
        x=round(_LEFT + index * slot + gap / 2, 2),
        y=round(HEIGHT - _BOTTOM - height, 2),
        width=round(slot - gap, 2),
        height=round(height, 2),
        label=_bin_label(part, whole),
        count=part.count,
    )


def _bin_label(part: Bin, whole: bool) -> str:
    if part.high is None:
        return f"{short(part.low)} and more"
    if whole and part.high - part.low <= 1:
        return short(part.low)
    if whole:
        return f"{short(part.low)} to {short(part.high - 1)}"
    return f"{short(part.low)} to {short(part.high)}"


def _x_ticks(bins: list[Bin], slot: float, whole: bool) -> list[Tick]:
    """Labels under bin borders; under the middle of bins that hold one whole number each."""
    if not bins:
        return []
    single = whole and all(b.high is not None and b.high - b.low <= 1 for b in bins)
    every = max(1, math.ceil(len(bins) / _X_LABELS))
    ticks = [
        Tick(round(_LEFT + (i + single / 2) * slot, 2), short(b.low))
        for i, b in enumerate(bins)
        if i % every == 0
    ]
    last = bins[-1].high
    if last is not None and not single and len(bins) % every == 0:
        ticks.append(Tick(WIDTH - _RIGHT, short(last)))
    return ticks


def _count_ticks(most: int) -> list[int]:
    """Round counts from 0 to about the greatest one."""
    if most <= 0:
        return []
    step = max(1, most / _Y_TICKS)
    power = 10.0 ** math.floor(math.log10(step))
    whole = int(next(power * m for m in (1, 2, 5, 10) if power * m >= step * (1 - 1e-9)))
    return list(range(0, most + whole, whole))


def _median_at(bins: list[Bin], slot: float, median: float | None, whole: bool) -> float | None:
    if median is None:
        return None
    for i, b in enumerate(bins):
        if b.high is None or median < b.high or i == len(bins) - 1:
            width = (b.high - b.low) if b.high is not None else 0.0
            single = whole and width <= 1
            share = 0.5 if single or not width else (median - b.low) / width
            return round(_LEFT + (i + min(max(share, 0.0), 1.0)) * slot, 2)
    return None
