from __future__ import annotations

import math

import pytest
import torch

from spark_trainer.models.apotheon.heads import ContrastiveHead, TokenHead
from spark_trainer.models.apotheon.packing import Tokens


def test_a_fresh_head_adds_nothing_but_learns() -> None:
    head, text, fused = TokenHead(8, 6), torch.randn(3, 6), torch.randn(3, 8)
    assert torch.equal(head(text, fused), text)
    head(text, fused).square().sum().backward()
    assert head.out.weight.grad is not None
    assert head.out.weight.grad.abs().max() > 0


def test_the_scale_starts_at_one_over_the_temperature() -> None:
    head = ContrastiveHead(8, 4, temperature=0.07)
    assert head.logit_scale_1.item() == pytest.approx(math.log(1 / 0.07))
    assert head.scale().item() == pytest.approx(1 / 0.07, rel=1e-5)
    assert head.scale().dtype == torch.float32


@pytest.mark.parametrize(("raw", "scale"), [(-3.0, 1.0), (0.0, 1.0), (9.0, 100.0)])
def test_the_scale_stays_in_its_range_and_keeps_a_gradient(raw: float, scale: float) -> None:
    head = ContrastiveHead(8, 4, temperature=0.07)
    torch.nn.init.constant_(head.logit_scale_1, raw)
    head.scale().backward()
    assert head.scale().item() == pytest.approx(scale, rel=1e-5)
    assert head.logit_scale_1.grad is not None
    assert head.logit_scale_1.grad.item() == pytest.approx(scale, rel=1e-5)


def test_vectors_have_length_one_and_say_what_was_missing() -> None:
    head = ContrastiveHead(8, 4, temperature=0.07)
    mask = torch.tensor([[True, False], [False, False]])
    tokens = Tokens(torch.randn(2, 2, 8), mask, torch.zeros(2, 2))
    found = head(tokens, tokens, torch.randn(2, 2, 8), mask)
    assert found.has_vision_B.tolist() == found.has_text_R.tolist() == [True, False]
    for vectors in (found.vision_BJ, found.audio_BJ, found.text_RJ):
        torch.testing.assert_close(vectors.norm(dim=1), torch.ones(2))
        assert vectors.dtype == torch.float32
