"""Moments follow the parameter's name, not its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch
from torch.nn import Linear, Module, ModuleDict

from spark_trainer.core.errors import CheckpointError
from spark_trainer.trainers.optimizer_state import Carried, by_name, load_by_name
from spark_trainer.trainers.state_codec import decode, encode


def model() -> ModuleDict:
    torch.manual_seed(0)
    return ModuleDict({"a": Linear(2, 3), "b": Linear(3, 2), "c": Linear(2, 1)})


def step(net: Module, optimizer: torch.optim.Optimizer) -> None:
    x = torch.ones(1, 2)
    for layer in net.values():
        x = layer(x)
    optimizer.zero_grad()
    x.square().sum().backward()
    optimizer.step()


def adam(net: Module, *layers: str, lr: float = 0.1) -> torch.optim.AdamW:
    groups = [{"params": list(net[name].parameters())} for name in layers]
    return torch.optim.AdamW(groups, lr=lr)


def saved_after_a_step(net: Module, *layers: str) -> dict[str, Any]:
    optimizer = adam(net, *layers)
    step(net, optimizer)
    outline, tensors = encode(by_name(optimizer, net.named_parameters()))
    state: dict[str, Any] = decode(json.loads(json.dumps(outline)), tensors)
    return state


def moments(net: Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    return {
        name: optimizer.state[p]["exp_avg"]
        for name, p in net.named_parameters()
        if p in optimizer.state
    }


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "a", "b")])
def test_another_order_of_groups_carries_the_same_state(order: tuple[str, ...]) -> None:
    net = model()
    saved = saved_after_a_step(net, "a", "b", "c")
    saved["groups"][1]["lr"] = 0.7
    optimizer = adam(net, *order)
    carried = load_by_name(optimizer, net.named_parameters(), saved, options=True)
    assert carried == Carried((), ())
    for name, moment in moments(net, optimizer).items():
        assert torch.equal(moment, saved["state"][name]["exp_avg"])
    assert optimizer.param_groups[order.index("b")]["lr"] == 0.7
    before = net["a"].weight.clone()
    step(net, optimizer)
    assert not torch.equal(net["a"].weight, before)


def test_a_stage_that_freezes_some_and_adds_others_keeps_what_both_have() -> None:
    net = model()
    saved = saved_after_a_step(net, "a", "b")
    optimizer = adam(net, "c", "b", lr=0.01)
    carried = load_by_name(optimizer, net.named_parameters(), saved, options=False)
    assert carried == Carried(("c.weight", "c.bias"), ("a.weight", "a.bias"))
    assert torch.equal(
        optimizer.state[net["b"].weight]["exp_avg"], saved["state"]["b.weight"]["exp_avg"]
    )
    assert [group["lr"] for group in optimizer.param_groups] == [0.01, 0.01]
    step(net, optimizer)
    assert optimizer.state[net["b"].weight]["step"] == 2
    assert optimizer.state[net["c"].weight]["step"] == 1


def test_options_want_the_same_groups() -> None:
    net = model()
    saved = saved_after_a_step(net, "a", "b")
    optimizer = torch.optim.AdamW([*net["a"].parameters(), *net["b"].parameters()])
    with pytest.raises(CheckpointError, match="group of 4 parameters .*Resume with the same stage"):
        load_by_name(optimizer, net.named_parameters(), saved, options=True)


def test_another_shape_is_refused_before_anything_is_loaded() -> None:
    net = model()
    saved = saved_after_a_step(net, "a", "b")
    net["b"] = Linear(3, 5)
    optimizer = adam(net, "a", "b")
    with pytest.raises(CheckpointError, match=r"b.weight: saved with shape \[2, 3\], is \[5, 3\]"):
        load_by_name(optimizer, net.named_parameters(), saved, options=False)
    assert not optimizer.state


def test_a_parameter_that_is_not_the_models_is_refused() -> None:
    net = model()
    with pytest.raises(CheckpointError, match=r"1 parameters that the model has no name for"):
        by_name(torch.optim.SGD([torch.nn.Parameter(torch.ones(2))]), net.named_parameters())
