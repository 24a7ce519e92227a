from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.trainers.apotheon_data.budget import Budget, Size, cut_batches
from spark_trainer.trainers.apotheon_data.order import shard, shuffled

SIZES = st.lists(
    st.builds(Size, st.integers(0, 8), st.integers(0, 2), st.integers(0, 3), st.integers(1, 40)),
    max_size=40,
)
BUDGET = Budget(frames=16, windows=4, tokens=120, samples=8)


@given(SIZES, st.integers(0, 9))
def test_every_sample_is_in_one_batch_within_the_budget_among_its_like(
    sizes: list[Size], epoch: int
) -> None:
    batches = cut_batches(sizes, BUDGET, 1, epoch)
    assert sorted(i for batch in batches for i in batch) == list(range(len(sizes)))
    for batch in batches:
        assert BUDGET.fits([sizes[i] for i in batch])
        assert len({sizes[i].modalities for i in batch}) == 1


def test_a_sample_over_the_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="sample 0 is over the budget"):
        cut_batches([Size(17, 0, 0, 0)], BUDGET, 0, 0)


@given(st.integers(0, 50), st.integers(1, 5))
def test_ranks_share_all_batches_in_equally_many_steps(count: int, ranks: int) -> None:
    batches = shuffled(count, 3, 0)
    shards = [shard(batches, rank, ranks) for rank in range(ranks)]
    assert len({len(each) for each in shards}) == 1
    assert set().union(*shards) == set(range(count))


def test_an_epoch_has_its_own_order() -> None:
    assert shuffled(50, 3, 0) == shuffled(50, 3, 0) != shuffled(50, 3, 1)
