"""Retrieval between two kinds of vectors: how high the right answer ranks.

Shapes: N queries, M items, D width, C queries of a chunk.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.metric import Metric, mean_metric

Floats = NDArray[np.floating]
Groups = NDArray[np.integer]
Ranks = NDArray[np.int64]

ROUNDING = 1e-6
"""Of the cosine of vectors in float32: nearer than that, the batch's shape decides who is first."""
_CHUNK_BYTES = 64 * 2**20


def ranks(similarity_NM: Floats, query_groups_N: Groups, item_groups_M: Groups) -> Ranks:
    """Rank of each query's best right answer, from 1. Right are all items of the query's group.

    Ties are broken pessimistically: a wrong item that is as similar, to rounding, stands in front,
    so a model that gives one vector to everything gets nothing. Other right answers never stand in
    the way.

    Raises:
        UsageError: sizes differ, a similarity is NaN, or a query has no right answer.
    """
    if similarity_NM.shape != (len(query_groups_N), len(item_groups_M)):
        raise UsageError(
            f"similarities have shape {similarity_NM.shape}; groups ask for "
            f"({len(query_groups_N)}, {len(item_groups_M)})"
        )
    if np.isnan(similarity_NM).any():
        raise UsageError("a similarity is NaN: a model's vectors hold NaN, or have no length")
    right_NM = query_groups_N[:, None] == item_groups_M[None, :]
    if len(lonely := np.flatnonzero(~right_NM.any(axis=1))):
        raise UsageError(f"{len(lonely)} queries have no right answer, such as query {lonely[0]}")
    best_N = np.where(right_NM, similarity_NM, -np.inf).max(axis=1, initial=-np.inf)
    before_N = ((similarity_NM >= best_N[:, None] - ROUNDING) & ~right_NM).sum(axis=1)
    return np.asarray(before_N + 1, dtype=np.int64)


def ranks_of_vectors(
    queries_ND: Floats, items_MD: Floats, query_groups_N: Groups, item_groups_M: Groups
) -> Ranks:
    """The same by dot products, made a chunk of queries at a time: 100,000 x 100,000 fits.

    Give vectors of length 1 for cosine similarity.
    """
    if len(queries_ND) != len(query_groups_N):
        raise UsageError(f"{len(queries_ND)} queries, {len(query_groups_N)} groups: give one each")
    chunks = [
        ranks(queries_ND[chunk] @ items_MD.T, query_groups_N[chunk], item_groups_M)
        for chunk in _chunks(len(queries_ND), len(items_MD))
    ]
    return np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)


def recall_at(ranks_N: Ranks, k: int, *, direction: str) -> Metric:
    """R@k: share of queries with a right answer among the first k. 0 to 1.

    Args:
        ranks_N: from 1.
        k: at least 1.
        direction: e.g. `audio to picture`.
    """
    hits = [float(rank <= k) for rank in ranks_N]
    return mean_metric(f"R@{k}, {direction}", "share, 1 is best", hits)


def median_rank(ranks_N: Ranks) -> float:
    """1 is best; NaN without queries."""
    return float(np.median(ranks_N)) if len(ranks_N) else float("nan")


def both_ways(
    left_ND: Floats,
    right_MD: Floats,
    left_groups_N: Groups,
    right_groups_M: Groups,
    *,
    names: tuple[str, str],
    at: tuple[int, ...] = (1, 5, 10),
) -> tuple[list[Metric], dict[str, float]]:
    """R@k of left to right and right to left; and the median ranks by direction."""
    there = ranks_of_vectors(left_ND, right_MD, left_groups_N, right_groups_M)
    back = ranks_of_vectors(right_MD, left_ND, right_groups_M, left_groups_N)
    ways = {f"{names[0]} to {names[1]}": there, f"{names[1]} to {names[0]}": back}
    recalls = [recall_at(found, k, direction=way) for way, found in ways.items() for k in at]
    return recalls, {way: median_rank(found) for way, found in ways.items()}


def _chunks(queries: int, items: int) -> Iterator[slice]:
    """At most `_CHUNK_BYTES` for the chunk's arrays together: 2 of floats, 3 of booleans."""
    size = max(1, _CHUNK_BYTES // (20 * max(items, 1)))
    for start in range(0, queries, size):
        yield slice(start, start + size)
