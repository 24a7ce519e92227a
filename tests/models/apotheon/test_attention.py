from __future__ import annotations

import math

import torch
from torch import Tensor

from spark_trainer.models.apotheon.attention import Attention


def by_hand(attention: Attention, x_RTD: Tensor, y_RSD: Tensor, mask_RTS: Tensor) -> Tensor:
    heads = []
    d = x_RTD.shape[-1] // attention.heads
    for h in range(attention.heads):
        own = slice(h * d, (h + 1) * d)
        q = attention.query(x_RTD)[..., own]
        k, v = attention.key(y_RSD)[..., own], attention.value(y_RSD)[..., own]
        scores = (q @ k.transpose(1, 2) / math.sqrt(d)).masked_fill(~mask_RTS, -torch.inf)
        heads.append(scores.softmax(-1) @ v)
    found: Tensor = attention.out(torch.cat(heads, dim=-1))
    return found


def test_attention_is_the_formula() -> None:
    torch.manual_seed(0)
    attention, x, y = Attention(12, 3), torch.randn(2, 4, 12), torch.randn(2, 5, 12)
    mask_RTS = torch.rand(2, 4, 5) < 0.6
    mask_RTS[..., -1] = True
    found = attention(x, attention.keys_values(y), mask_RTS[:, None])
    torch.testing.assert_close(found, by_hand(attention, x, y, mask_RTS))


def test_causal_attention_looks_at_no_later_token() -> None:
    attention, x = Attention(12, 3), torch.randn(2, 4, 12)
    causal_TT = torch.ones(4, 4, dtype=torch.bool).tril()
    found = attention(x, attention.keys_values(x), causal=True)
    torch.testing.assert_close(found, by_hand(attention, x, x, causal_TT.expand(2, 4, 4)))


def test_keys_of_rows_are_those_of_their_samples() -> None:
    attention, y = Attention(12, 3), torch.randn(2, 5, 12)
    rows = attention.keys_values(y).of_rows(torch.tensor([1, 0, 1]))
    again = attention.keys_values(y[[1, 0, 1]])
    torch.testing.assert_close(rows.keys_RHSd, again.keys_RHSd)
    torch.testing.assert_close(rows.values_RHSd, again.values_RHSd)
