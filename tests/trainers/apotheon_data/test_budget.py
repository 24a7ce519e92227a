from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.trainers.apotheon_data.budget import Budget, Size, cut_groups

SIZES = st.lists(
    st.builds(Size, st.integers(0, 8), st.integers(0, 2), st.integers(0, 3), st.integers(1, 40)),
    max_size=40,
)
BUDGET = Budget(frames=16, windows=4, tokens=120, samples=8)
AMPLE = 1 << 20


@given(SIZES, st.integers(1, 4), st.integers(0, 9))
def test_every_sample_is_in_one_batch_within_the_budget_among_its_like(
    sizes: list[Size], ranks: int, epoch: int
) -> None:
    groups = cut_groups(sizes, BUDGET, ranks, 1, epoch)
    assert sorted(i for group in groups for batch in group for i in batch) == [*range(len(sizes))]
    for group in groups:
        assert len(group) == ranks and group[0]
        assert len({sizes[i].modalities for batch in group for i in batch}) == 1
        for batch in group:
            assert BUDGET.fits([sizes[i] for i in batch])


@given(SIZES, st.integers(1, 4), st.integers(1, 5))
def test_ranks_see_together_what_one_process_sees_with_their_budgets_together(
    sizes: list[Size], ranks: int, samples: int
) -> None:
    each = Budget(frames=AMPLE, windows=AMPLE, tokens=AMPLE, samples=samples)
    all_ = Budget(frames=AMPLE, windows=AMPLE, tokens=AMPLE, samples=samples * ranks)
    together = [
        [i for batch in group for i in batch] for group in cut_groups(sizes, each, ranks, 5, 2)
    ]
    assert together == [batch for (batch,) in cut_groups(sizes, all_, 1, 5, 2)]


def test_a_sample_over_the_budget_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"over the budget of a batch: Size\(frames=17"):
        cut_groups([Size(17, 0, 0, 0)], BUDGET, 1, 0, 0)


def test_rows_of_like_length_stand_together() -> None:
    sizes = [Size(1, 0, 1, 9 if n % 2 else 200) for n in range(40)]
    budget = Budget(frames=AMPLE, windows=AMPLE, tokens=AMPLE, samples=5)
    for (batch,) in cut_groups(sizes, budget, 1, 0, 0):
        assert len({sizes[i].longest_row for i in batch}) == 1


def test_an_epoch_has_its_own_batches_in_its_own_order() -> None:
    sizes = [Size(1, 1, 1, 20)] * 50
    assert cut_groups(sizes, BUDGET, 2, 3, 0) == cut_groups(sizes, BUDGET, 2, 3, 0)
    assert cut_groups(sizes, BUDGET, 2, 3, 0) != cut_groups(sizes, BUDGET, 2, 3, 1)


def test_cutting_takes_time_in_proportion_to_the_samples() -> None:
    sizes = [Size(1, 1, 2, 20)] * 20_000
    (one,), *rest = cut_groups(sizes, Budget(AMPLE, AMPLE, AMPLE, 20_000), 1, 0, 0)
    assert len(one) == 20_000 and not rest
