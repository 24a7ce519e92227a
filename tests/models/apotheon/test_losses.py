from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tests.models.apotheon.small import Sample, batch_of, small_model
from torch import Tensor
from torch.nn import functional

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.losses import clip_loss
from spark_trainer.models.apotheon.outputs import contrastive_loss
from spark_trainer.models.losses import Loss, next_token_loss, weighted_sum

ALL = torch.tensor([True] * 4)
APART = torch.arange(4)


def unit(*shape: int, seed: int = 0) -> Tensor:
    torch.manual_seed(seed)
    return functional.normalize(torch.randn(*shape), dim=-1)


LEFT, RIGHT, SCALE = unit(4, 6), unit(4, 6, seed=1), torch.tensor(10.0)


def test_the_loss_of_tokens_is_a_sum_with_its_count() -> None:
    logits, targets = torch.randn(3, 7), torch.tensor([1, 6, 0])
    loss = next_token_loss(logits, targets, torch.tensor([True, False, True]))
    each = -logits.log_softmax(-1)[torch.arange(3), targets]
    torch.testing.assert_close(loss.total, each[0] + each[2])
    assert loss.count.item() == 2
    torch.testing.assert_close(loss.mean(), (each[0] + each[2]) / 2)


def test_every_id_is_learned_also_one_that_pads_elsewhere() -> None:
    logits = torch.zeros(1, 5, requires_grad=True)
    for id_ in range(5):
        loss = next_token_loss(logits, torch.tensor([id_]), torch.tensor([True]))
        assert loss.total.item() == pytest.approx(math.log(5))


def test_nothing_to_learn_is_a_zero_with_a_gradient() -> None:
    logits = torch.randn(1, 5, requires_grad=True)
    loss = next_token_loss(logits, torch.tensor([0]), torch.tensor([False]))
    loss.mean().backward()
    assert loss.mean().item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()


def test_the_clip_loss_is_that_of_the_paper() -> None:
    logits = 10.0 * LEFT @ RIGHT.T
    wanted = (
        functional.cross_entropy(logits, APART) + functional.cross_entropy(logits.T, APART)
    ) / 2
    loss = clip_loss(LEFT, RIGHT, ALL, APART, SCALE)
    assert loss.count.item() == 4
    torch.testing.assert_close(loss.mean(), wanted)


def test_a_pair_that_lacks_a_side_neither_learns_nor_disturbs() -> None:
    present = torch.tensor([True, True, False, True])
    loss = clip_loss(LEFT, RIGHT, present, APART, SCALE)
    without = clip_loss(LEFT[present], RIGHT[present], ALL[:3], APART[:3], SCALE)
    torch.testing.assert_close(loss.total, without.total)
    assert loss.count.item() == 3
    nothing = clip_loss(LEFT, RIGHT, ~ALL, APART, SCALE)
    assert (nothing.total.item(), nothing.count.item()) == (0, 0)


def test_pairs_of_one_video_are_not_negatives_of_each_other() -> None:
    twins = torch.tensor([0, 0, 1, 2])
    logits = 10.0 * LEFT @ RIGHT.T
    logits[0, 1] = logits[1, 0] = -torch.inf
    wanted = (
        functional.cross_entropy(logits, APART) + functional.cross_entropy(logits.T, APART)
    ) / 2
    torch.testing.assert_close(clip_loss(LEFT, RIGHT, ALL, twins, SCALE).mean(), wanted)
    alone = clip_loss(LEFT, RIGHT, ALL, torch.zeros(4, dtype=torch.long), SCALE)
    assert alone.total.item() == 0


@given(cut=st.integers(1, 3), missing=st.lists(st.integers(0, 3), max_size=2))
def test_ranks_together_have_the_loss_and_gradient_of_one_process(
    cut: int, missing: list[int]
) -> None:
    present = torch.tensor([i not in missing for i in range(4)])
    videos = torch.tensor([0, 1, 1, 2])
    left, right = (side.clone().requires_grad_() for side in (LEFT, RIGHT))
    whole = clip_loss(left, right, present, videos, SCALE)
    wanted = torch.autograd.grad(whole.total, (left, right))
    total, count = torch.zeros(()), 0.0
    for own in (slice(0, cut), slice(cut, 4)):
        everything = {s[own].data_ptr(): s for s in (left, right)}
        sides = [everything[s[own].data_ptr()] for s in (left, right)]
        loss = clip_loss(
            left[own],
            right[own],
            present[own],
            videos[own],
            SCALE,
            gather=_gather([*sides, videos, present], own),
        )
        total, count = total + loss.total, count + loss.count.item()
    assert count == whole.count.item()
    torch.testing.assert_close(total, whole.total)
    for found, right_one in zip(torch.autograd.grad(total, (left, right)), wanted, strict=True):
        torch.testing.assert_close(found, right_one)


def _gather(in_order: list[Tensor], own: slice):  # type: ignore[no-untyped-def]
    """What all ranks gave, in the order in which the loss asks for it."""
    asked = iter(in_order)
    return lambda _rows: (next(asked), own.start)


def test_weights_are_found_by_name() -> None:
    losses = {"a": Loss(torch.tensor(6.0), torch.tensor(3.0)), "b": _loss(4.0, 1.0)}
    assert weighted_sum(losses, {"a": 0.5, "b": 2.0}).item() == 0.5 * 2 + 2.0 * 4
    counts = {"a": torch.tensor(6.0), "b": torch.tensor(4.0)}
    assert weighted_sum(losses, {"a": 0.5, "b": 2.0}, counts).item() == 0.5 * 1 + 2.0 * 1


def _loss(total: float, count: float) -> Loss:
    return Loss(torch.tensor(total), torch.tensor(count))


@pytest.mark.parametrize("weights", [{"a": 1.0}, {"a": 1.0, "b": 1.0, "c": 1.0}, {}])
def test_a_weight_without_loss_or_a_loss_without_weight_is_told(weights: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=r"one weight: objectives \['a', 'b'\], weights"):
        weighted_sum({"a": _loss(1, 1), "b": _loss(1, 1)}, weights)


def test_counts_must_have_the_names_too() -> None:
    with pytest.raises(ConfigError, match=r"each objective needs one count"):
        weighted_sum({"a": _loss(1, 1)}, {"a": 1.0}, {"b": torch.tensor(1.0)})


def test_pictures_pair_with_captions_sound_with_transcripts_and_both_with_each_other() -> None:
    model = small_model().eval()
    batch = batch_of([
        Sample(),
        Sample(seed=1, windows_s=()),
        Sample(seed=2, frames=0),
        Sample(seed=3, rows=(("captioning", "a"), ("captioning", "b"))),
    ])  # fmt: skip
    loss = contrastive_loss(model(batch).embeddings, batch)
    # captions with pictures: 0, 1, 3, 3; transcripts with sound: 0, 2; pictures with sound: 0, 3
    assert loss.count.item() == 4 + 2 + 2


def test_the_text_of_the_contrastive_loss_has_not_seen_its_own_video() -> None:
    model = small_model().eval()
    one, other = (model(batch_of([Sample(seed=seed)])).embeddings.text_RJ for seed in (1, 2))
    assert torch.equal(one, other)
