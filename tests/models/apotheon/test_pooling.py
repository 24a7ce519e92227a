from __future__ import annotations

import torch

from spark_trainer.models.apotheon.pooling import AttentionPool


def test_at_the_start_it_is_the_mean_of_what_the_mask_shows() -> None:
    pool, states = AttentionPool(8), torch.randn(1, 5, 8)
    mask = torch.tensor([[True, True, False, True, False]])
    torch.testing.assert_close(pool(states, mask)[0], pool.norm(states[mask]).mean(dim=0))


def test_what_is_masked_changes_nothing() -> None:
    pool = AttentionPool(8)
    torch.nn.init.normal_(pool.score.weight)
    states, mask = torch.randn(1, 3, 8), torch.tensor([[True, True, False]])
    changed = states.clone()
    changed[0, 2] = 1e4
    torch.testing.assert_close(pool(states, mask), pool(changed, mask))


def test_of_nothing_the_result_is_finite_and_so_is_its_gradient() -> None:
    pool, states = AttentionPool(8), torch.randn(2, 3, 8, requires_grad=True)
    pool(states, torch.zeros(2, 3, dtype=torch.bool)).sum().backward()
    assert states.grad is not None
    assert torch.isfinite(states.grad).all()
