"""Curves of a run, whole, of a stretch and of what is new."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trainers.small_runs import make_run

from spark_trainer.trainers.run_curves import Wanted, read_curves, read_newer_curves


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60),
    bins=st.integers(1, 70),
    cut=st.integers(0, 61),
    stretch=st.tuples(st.integers(0, 62), st.integers(0, 62)),
)
def test_no_spike_is_ever_lost(
    values: list[float], bins: int, cut: int, stretch: tuple[int, int]
) -> None:
    """Neither in bins, nor in a stretch, nor where the rest is told later."""
    with TemporaryDirectory() as folder:
        run = make_run(Path(folder) / "run", losses=values)
        low, high = min(stretch), max(stretch)
        inside = values[max(0, low - 1) : high]
        wanted = Wanted(bins, from_step=low, to_step=high)
        points = read_curves(run, wanted).series.get("loss", [])
        assert len(points) <= bins and all(low <= step <= high for step, _, _ in points)
        if inside:
            assert min(p[1] for p in points) == min(inside)
            assert max(p[2] for p in points) == max(inside)
        else:
            assert points == []
        # `seq` of the step n is n + 1, for the run begins with one event.
        news = read_newer_curves(run, Wanted(bins), cut + 1)
        later = values[cut:]
        told = news.series.get("loss", [])
        assert [p[0] for p in told][:1] == ([cut + 1] if later else [])
        assert not later or max(p[2] for p in told) == max(later)
        assert news.undone_after is None
