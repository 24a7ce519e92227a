"""A curve as a few lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spark_trainer.trainers.run_history import Bin

HEIGHT = 8
"""Lines of the plot, without its axis."""
_MARK, _ASCII_MARK = "█", "#"


def plot(
    bins: Sequence[Bin | None], last_step: int, *, height: int = HEIGHT, ascii_only: bool = False
) -> list[str]:
    """One column a bin, filled from its lowest to its highest value. No line where none is known.

    Args:
        bins: see `run_history.envelope`.
        last_step: the right end of the axis.
        height: lines of the plot.
        ascii_only: for terminals that know no other characters.
    """
    known = [b for b in bins if b]
    if not known:
        return []
    low, high = min(b.low for b in known), max(b.high for b in known)
    mark = _ASCII_MARK if ascii_only else _MARK
    labels = [""] * height
    for value in (low, high):  # of a flat curve both stand in its one line
        labels[_row(value, low, high, height)] = f"{value:.4g}"
    width = max(map(len, labels))
    lines = []
    for row, label in enumerate(labels):
        cells = "".join(
            mark if b and _row(b.high, low, high, height) <= row <= _row(b.low, low, high, height)
            else " " for b in bins
        )  # fmt: skip
        lines.append(f"{label:>{width}} |{cells}".rstrip())
    ends = str(known[0].first_step), str(last_step)
    gap = max(1, len(bins) - len(ends[0]) - len(ends[1]))
    return [
        *lines,
        f"{'':>{width}} +{'-' * len(bins)}",
        f"{'':>{width + 2}}{ends[0]}{' ' * gap}{ends[1]}",
    ]


def _row(value: float, low: float, high: float, height: int) -> int:
    """0 is the top line."""
    share = (value - low) / (high - low) if high > low else 0.5
    return round((1 - share) * (height - 1))
