from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.sampling import Decoding, Sampler, nucleus
from spark_trainer.models.checking import read_settings


def test_at_temperature_zero_the_best_token_is_taken() -> None:
    logits = torch.tensor([[0.0, 3.0, 1.0], [5.0, 3.0, 1.0]])
    assert Sampler(Decoding(), 2).choose(logits).tolist() == [1, 0]


def test_the_nucleus_is_the_fewest_tokens_that_reach_the_share() -> None:
    chances = torch.tensor([[0.1, 0.5, 0.15, 0.25]])
    assert (nucleus(chances, 0.5) > 0).tolist() == [[False, True, False, False]]
    assert (nucleus(chances, 0.74) > 0).tolist() == [[False, True, False, True]]
    assert torch.equal(nucleus(chances, 1.0), chances)


@given(top_p=st.floats(0.001, 1.0), seed=st.integers(0, 50))
def test_the_likeliest_token_is_always_in_the_nucleus(top_p: float, seed: int) -> None:
    torch.manual_seed(seed)
    chances = torch.randn(3, 7).softmax(-1)
    kept = nucleus(chances, top_p)
    assert torch.equal(kept.argmax(-1), chances.argmax(-1))
    assert (kept.sum(-1) >= min(top_p, 1) - 1e-5).all()


def test_draws_follow_the_chances_and_the_seed() -> None:
    logits = torch.tensor([[0.7, 0.2, 0.1]]).log()

    def drawn(seed: int) -> list[int]:
        sampler = Sampler(Decoding(temperature=1.0, seed=seed), 1)
        return [int(sampler.choose(logits)) for _ in range(2000)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(1).count(0) / 2000 == pytest.approx(0.7, abs=0.04)


def test_what_a_row_draws_does_not_depend_on_the_others() -> None:
    torch.manual_seed(0)
    steps = torch.randn(5, 3, 11)
    settings = Decoding(temperature=1.0, seed=4)
    together, alone = Sampler(settings, 3), Sampler(settings, 1)
    for step in steps:
        assert together.choose(step)[2:].tolist() == alone.choose(step[2:]).tolist()


def test_a_token_of_no_chance_is_never_drawn() -> None:
    logits = torch.tensor([[0.0, -torch.inf, 0.0]])
    sampler = Sampler(Decoding(temperature=10.0), 1)
    assert 1 not in {int(sampler.choose(logits)) for _ in range(300)}


@pytest.mark.parametrize("key", ["temperature", "top_p", "max_new_tokens"])
def test_settings_out_of_range_are_refused(key: str) -> None:
    with pytest.raises(ConfigError, match=f"key `{key}`: is `-1`"):
        read_settings(Decoding, {key: -1}, "decoding")
