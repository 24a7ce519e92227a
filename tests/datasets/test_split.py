from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.datasets.split import SPLITS, Shares, split_of

IDS = st.text(max_size=20)


def test_shares_come_out_about_as_asked() -> None:
    found = Counter(split_of(f"{n:016x}", None, Shares(val=0.1, test=0.2)) for n in range(20_000))
    assert found["val"] / 20_000 == pytest.approx(0.1, abs=0.01)
    assert found["test"] / 20_000 == pytest.approx(0.2, abs=0.01)


@given(IDS, st.integers(0, 5))
def test_a_split_depends_on_nothing_but_id_seed_and_shares(entry_id: str, seed: int) -> None:
    shares = Shares(0.3, 0.3)
    assert split_of(entry_id, None, shares, seed) == split_of(entry_id, None, shares, seed)


def test_splits_are_the_same_in_every_version() -> None:
    found = [split_of(f"{n:016x}", None, Shares(0.25, 0.25), seed=1) for n in range(8)]
    assert found == ["train", "val", "train", "test", "train", "train", "train", "val"]


@given(IDS)
def test_a_larger_share_takes_from_training_only(entry_id: str) -> None:
    small, large = Shares(val=0.1, test=0.2), Shares(val=0.4, test=0.2)
    before, after = split_of(entry_id, None, small), split_of(entry_id, None, large)
    assert before == after or (before, after) == ("train", "val")


@pytest.mark.parametrize("split", SPLITS)
def test_what_the_line_says_goes_first(split: str) -> None:
    assert {split_of(str(n), split, Shares()) for n in range(50)} == {split}


def test_a_line_that_names_no_split_is_refused() -> None:
    with pytest.raises(DatasetError, match="video 7: meta.split is `dev`; known: train, val, test"):
        split_of("7", "dev", Shares())


@pytest.mark.parametrize("shares", [(-0.1, 0.0), (0.6, 0.5), (float("nan"), 0.1)])
def test_shares_that_cannot_be_are_refused(shares: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="at least 0 each, and at most 1 together"):
        Shares(*shares)
