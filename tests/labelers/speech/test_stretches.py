"""Stretches of voice become windows: nothing twice, nothing lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.labelers.speech.stretches import Span, cut, padded, windows

LONGEST, BRIDGE = 100, 10


@st.composite
def stretches(draw: st.DrawFn) -> list[Span]:
    """Spans in order that do not overlap; some touch."""
    found, at = [], 0
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 60), st.integers(1, 450)), max_size=12)
    ):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


quiet_after = st.integers(1, LONGEST)


@given(stretches(), quiet_after)
def test_every_voiced_sample_is_in_exactly_one_window(voiced: list[Span], quiet: int) -> None:
    found = list(windows(voiced, LONGEST, BRIDGE, lambda at: at + quiet))
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = [n for first, last in found for n in range(first, last)]
    assert set(covered) >= {n for first, last in voiced for n in range(first, last)}


@given(stretches(), quiet_after)
def test_windows_are_short_and_begin_and_end_with_voice(voiced: list[Span], quiet: int) -> None:
    found = list(windows(voiced, LONGEST, BRIDGE, lambda at: at + quiet))
    begins, ends = {first for first, _ in voiced}, {last for _, last in voiced}
    inside = {n for first, last in voiced for n in range(first + 1, last)}
    for first, last in found:
        assert 0 < last - first <= LONGEST
        assert first in begins | inside and last in ends | inside


@given(stretches())
def test_a_window_holds_no_long_silence(voiced: list[Span]) -> None:
    for first, last in windows(voiced, LONGEST, BRIDGE, lambda at: at + LONGEST):
        within = [s for s in voiced if s[0] < last and s[1] > first]
        assert all(after[0] - before[1] <= BRIDGE for before, after in pairwise(within))


def test_neighbours_share_a_window_while_they_fit() -> None:
    voiced = [(0, 30), (35, 60), (65, 110), (130, 140)]
    found = list(windows(voiced, LONGEST, BRIDGE, lambda at: at + LONGEST))
    assert found == [(0, 60), (65, 110), (130, 140)]


@given(stretches(), st.integers(0, 40))
def test_padding_stays_between_the_neighbours(voiced: list[Span], margin: int) -> None:
    total = voiced[-1][1] + 5 if voiced else 5
    found = padded(voiced, total, margin / 16_000)
    assert len(found) == len(voiced)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    for (first, last), (at, until) in zip(voiced, found, strict=True):
        assert max(0, first - margin) <= at <= first
        assert last <= until <= min(total, last + margin)


def test_a_long_stretch_is_cut_where_it_is_quiet() -> None:
    quiet = {0: 80, 80: 170}
    assert list(cut((0, 250), LONGEST, quiet.__getitem__)) == [(0, 80), (80, 170), (170, 250)]
