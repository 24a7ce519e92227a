"""Ranks by hand, ties, groups, and chunks that change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation import retrieval


@given(st.integers(1, 40))
def test_retrieval_of_the_identity_is_perfect(size: int) -> None:
    places = np.arange(size)
    recalls, medians = retrieval.both_ways(
        np.eye(size), np.eye(size), places, places, names=("audio", "picture")
    )
    assert [metric.value for metric in recalls] == [1.0] * 6
    assert medians == {"audio to picture": 1.0, "picture to audio": 1.0}


def test_ranks_by_hand() -> None:
    similarity = np.array([[0.9, 0.1, 0.2], [0.8, 0.5, 0.6], [0.3, 0.2, 0.1]])
    assert retrieval.ranks(similarity, np.arange(3), np.arange(3)).tolist() == [1, 3, 3]


def test_ties_are_lost() -> None:
    places = np.arange(5)
    assert retrieval.ranks(np.ones((5, 5)), places, places).tolist() == [5] * 5


def test_any_caption_of_the_video_is_right_and_none_stands_in_the_way() -> None:
    similarity = np.array([[0.5, 0.9, 0.7, 0.7]])
    assert retrieval.ranks(similarity, np.array([7]), np.array([7, 0, 7, 7])).tolist() == [2]
    assert retrieval.ranks(similarity, np.array([7]), np.array([7, 7, 0, 7])).tolist() == [1]


def test_what_cannot_be_ranked_is_refused() -> None:
    two = np.arange(2)
    with pytest.raises(UsageError, match="similarity is NaN"):
        retrieval.ranks(np.full((2, 2), np.nan), two, two)
    with pytest.raises(UsageError, match="1 queries have no right answer, such as query 1"):
        retrieval.ranks(np.eye(2), two, np.array([0, 0]))
    with pytest.raises(UsageError, match=r"shape \(2, 2\); groups ask for \(2, 3\)"):
        retrieval.ranks(np.eye(2), two, np.arange(3))


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    vectors, others = random.integers(-3, 4, (2, 50, 4)).astype(np.float32)
    groups = random.integers(0, 10, 50)
    whole = retrieval.ranks_of_vectors(vectors, others, groups, groups)
    monkeypatch.setattr(retrieval, "_CHUNK_BYTES", 20 * 50 * 7)
    assert np.array_equal(retrieval.ranks_of_vectors(vectors, others, groups, groups), whole)
    assert np.array_equal(retrieval.ranks(vectors @ others.T, groups, groups), whole)


def test_many_vectors_need_little_memory() -> None:
    import tracemalloc

    size = 10_000
    vectors = np.random.default_rng(0).standard_normal((size, 4), dtype=np.float32)
    tracemalloc.start()
    found = retrieval.ranks_of_vectors(vectors, vectors, np.arange(size), np.arange(size))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == size and peak < 100 * 2**20  # the matrix alone is 400 MB
