from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from spark_trainer.models.apotheon.config import Fusion
from spark_trainer.models.apotheon.fusion import CrossAttentionFusionLayer, FusionTransformer
from spark_trainer.models.apotheon.memory import Memory
from spark_trainer.models.apotheon.past import LayerPast, Past

CONFIG = Fusion(width=16, layers=2, heads=4, contrastive_width=8)


def fusion(gate: float = 0.7) -> FusionTransformer:
    torch.manual_seed(0)
    made = FusionTransformer(CONFIG).eval()
    for layer in made.layers:
        torch.nn.init.constant_(layer.gate_1, gate)
    return made


def memory_of(masks: list[list[bool]], seed: int = 1) -> Memory:
    torch.manual_seed(seed)
    mask_BM = torch.tensor(masks)
    return Memory(torch.randn(*mask_BM.shape, 16), mask_BM)


def text_of(rows: int, tokens: int) -> Tensor:
    torch.manual_seed(2)
    return torch.randn(rows, tokens, 16)


def empty_past() -> Past:
    return Past(None, [LayerPast() for _ in range(CONFIG.layers)])


BOTH = torch.tensor([0, 1])


def test_every_gate_starts_closed() -> None:
    fresh = FusionTransformer(CONFIG)
    assert [layer.gate_1.item() for layer in fresh.layers] == [0.0, 0.0]
    assert isinstance(fresh.layers[0], CrossAttentionFusionLayer)


def test_through_closed_gates_the_memory_is_not_seen() -> None:
    text, masks = text_of(2, 3), [[True, True], [True, True]]
    one, other = (fusion(gate=0)(text, memory_of(masks, seed), BOTH) for seed in (1, 2))
    assert torch.equal(one, other)


def test_a_closed_gate_still_learns() -> None:
    made = fusion(gate=0)
    made(text_of(2, 3), memory_of([[True, True], [True, True]]), BOTH).sum().backward()
    assert all(layer.gate_1.grad.abs() > 0 for layer in made.layers)


def test_every_row_looks_at_its_own_sample() -> None:
    text, memory = text_of(3, 4), memory_of([[True] * 3, [True] * 3])
    samples_R = torch.tensor([1, 0, 1])
    together = fusion()(text, memory, samples_R)
    for row, sample in enumerate(samples_R.tolist()):
        own = Memory(memory.states_BMD[[sample]], memory.mask_BM[[sample]])
        alone = fusion()(text[[row]], own, torch.tensor([0]))
        torch.testing.assert_close(together[[row]], alone)


@settings(max_examples=30)
@given(valid=st.integers(1, 5), padding=st.integers(0, 4), value=st.sampled_from([0.0, 1e4]))
def test_masked_memory_changes_nothing(valid: int, padding: int, value: float) -> None:
    memory = memory_of([[True] * valid])
    padded = Memory(
        torch.cat([memory.states_BMD, torch.full((1, padding, 16), value)], dim=1),
        torch.tensor([[True] * valid + [False] * padding]),
    )
    text, own = text_of(1, 3), torch.tensor([0])
    torch.testing.assert_close(fusion()(text, padded, own), fusion()(text, memory, own))


@settings(max_examples=30)
@given(tokens=st.integers(1, 6), prefix=st.integers(1, 6))
def test_token_by_token_with_a_past_is_the_same_as_all_at_once(tokens: int, prefix: int) -> None:
    prefix = min(prefix, tokens)
    made, text = fusion(), text_of(2, tokens)
    memory, past = memory_of([[True, False], [True, True]]), empty_past()
    parts = [made(text[:, :prefix], memory, BOTH, past)]
    for at in range(prefix, tokens):
        parts.append(made(text[:, at : at + 1], memory, BOTH, past))
    torch.testing.assert_close(torch.cat(parts, dim=1), made(text, memory, BOTH))


def test_behind_a_past_one_token_is_taken() -> None:
    made, past = fusion(), empty_past()
    memory = memory_of([[True], [True]])
    made(text_of(2, 2), memory, BOTH, past)
    with pytest.raises(ValueError, match="one token a row"):
        made(text_of(2, 2), memory, BOTH, past)


def test_an_earlier_token_is_not_changed_by_a_later_one() -> None:
    text, memory = text_of(2, 5), memory_of([[True], [True]])
    changed = text.clone()
    changed[:, 3:] += 1
    before, after = fusion()(text, memory, BOTH), fusion()(changed, memory, BOTH)
    torch.testing.assert_close(before[:, :3], after[:, :3])
    assert not torch.allclose(before[:, 3:], after[:, 3:])


def test_dropout_works_in_training_only() -> None:
    torch.manual_seed(0)
    made = FusionTransformer(CONFIG.model_copy(update={"dropout": 0.5}))
    text, memory = text_of(2, 3), memory_of([[True], [True]])
    assert not torch.equal(made(text, memory, BOTH), made(text, memory, BOTH))
    made.eval()
    assert torch.equal(made(text, memory, BOTH), made(text, memory, BOTH))
