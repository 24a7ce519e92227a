from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.models.apotheon.packing import Packed, dummy_counts


@given(
    counts=st.lists(st.integers(0, 4), min_size=1, max_size=5).filter(any),
    states=st.integers(1, 3),
)
def test_spread_tokens_are_the_packed_ones_in_order(counts: list[int], states: int) -> None:
    N = sum(counts)
    packed = Packed(
        torch.arange(1.0, N * states * 2 + 1).reshape(N, states, 2),
        torch.ones(N, states, dtype=torch.bool),
        torch.arange(N * states, dtype=torch.float32).reshape(N, states),
        tuple(counts),
    )
    tokens = packed.spread()
    assert tokens.states_BLD.shape == (len(counts), max(counts) * states, 2)
    assert tokens.mask_BL.sum(dim=1).tolist() == [count * states for count in counts]
    assert torch.equal(tokens.states_BLD[tokens.mask_BL], packed.states_NSD.flatten(0, 1))
    assert torch.equal(tokens.times_s_BL[tokens.mask_BL], packed.times_s_NS.flatten())
    assert not tokens.states_BLD[~tokens.mask_BL].any()


def test_a_dummy_is_one_item_of_the_first_sample() -> None:
    assert dummy_counts(3) == (1, 0, 0)
