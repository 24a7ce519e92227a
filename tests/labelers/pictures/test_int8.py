"""int8 weights: close to the original, and the same for a row in any batch."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from spark_trainer.labelers.pictures.int8 import Int8Linear, quantise_weights


@settings(max_examples=30)
@given(
    inputs=st.integers(1, 40),
    outputs=st.integers(1, 40),
    scale=st.sampled_from([1e-6, 1.0, 1e4]),
    seed=st.integers(0, 99),
)
def test_each_weight_is_off_by_half_a_step_at_most(
    inputs: int, outputs: int, scale: float, seed: int
) -> None:
    torch.manual_seed(seed)
    linear = nn.Linear(inputs, outputs)
    linear.weight.data.mul_(scale)
    small = Int8Linear(linear)
    step_O1 = linear.weight.abs().amax(dim=1, keepdim=True) / 127
    assert ((small.weight - linear.weight).abs() <= 0.5001 * step_O1 + 1e-12).all()


def test_a_row_of_zeros_stays_zero() -> None:
    linear = nn.Linear(4, 2, bias=False)
    linear.weight.data.zero_()
    assert Int8Linear(linear)(torch.ones(1, 4)).abs().sum() == 0


def test_linear_layers_are_replaced_but_not_those_that_share_an_embedding() -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words = nn.Embedding(5, 4)
            self.inner = nn.Sequential(nn.Linear(4, 4))
            self.head = nn.Linear(4, 5, bias=False)
            self.head.weight = self.words.weight

    model = Tied()
    quantise_weights(model)
    assert type(model.inner[0]) is Int8Linear
    assert type(model.head) is nn.Linear


def test_what_stands_beside_a_row_does_not_change_it() -> None:
    torch.manual_seed(0)
    small = Int8Linear(nn.Linear(8, 8))
    rows = torch.randn(6, 8)
    loud = rows.clone()
    loud[1:] *= 1000
    assert torch.allclose(small(rows)[0], small(loud)[0])
