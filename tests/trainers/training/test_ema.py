from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from spark_trainer.trainers.training.ema import MovingAverage


def model_with(value: float) -> nn.Linear:
    model = nn.Linear(2, 1, bias=False)
    nn.init.constant_(model.weight, value)
    return model


@given(
    st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=20),
    st.floats(0, 0.999),
)
def test_it_is_the_mean_that_decays_and_the_first_steps_weigh_more(
    values: list[float], decay: float
) -> None:
    model = model_with(1.0)
    average, wanted = MovingAverage(model, decay), 1.0
    for step, value in enumerate(values, 1):
        nn.init.constant_(model.weight, value)
        average.update(step)
        stays = min(decay, (1 + step) / (10 + step))
        wanted = stays * wanted + (1 - stays) * value
    with average.in_place():
        torch.testing.assert_close(
            model.weight.detach(), torch.full((1, 2), wanted), rtol=1e-4, atol=1e-4
        )
    assert model.weight.tolist() == [[values[-1]] * 2]


def test_it_is_put_back_after_an_error() -> None:
    model = model_with(1.0)
    average = MovingAverage(model, 0.5)
    nn.init.constant_(model.weight, 3.0)
    try:
        with average.in_place():
            assert model.weight.tolist() == [[1.0, 1.0]]
            raise KeyError
    except KeyError:
        pass
    assert model.weight.tolist() == [[3.0, 3.0]]


def test_what_was_saved_is_gone_on_with() -> None:
    saved = {
        name: kept.clone() for name, kept in MovingAverage(model_with(2.0), 0.5).state().items()
    }
    model = model_with(7.0)
    average = MovingAverage(model, 0.5)
    average.load(saved)
    with average.in_place():
        assert model.weight.tolist() == [[2.0, 2.0]]


def test_what_does_not_train_has_no_average() -> None:
    model = model_with(1.0)
    model.weight.requires_grad_(False)
    assert MovingAverage(model, 0.5).state() == {}
