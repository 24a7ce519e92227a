from __future__ import annotations

import pytest
import torch
from tests.models.apotheon.small import small_model

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.names import PARTS
from spark_trainer.models.apotheon.parts import named_parts
from spark_trainer.models.learner import count_parameters, parameter_groups


def test_every_parameter_belongs_to_one_part() -> None:
    model = small_model()
    counted = count_parameters(model)
    assert list(counted) == list(PARTS)
    assert sum(counted.values()) == sum(p.numel() for p in model.parameters())
    of_parts = [id(p) for module in named_parts(model).values() for p in module.parameters()]
    assert len(of_parts) == len(set(of_parts))


def test_groups_hold_every_trained_parameter_once_under_its_name() -> None:
    model = small_model()
    model.freeze(["vision_encoder"])
    groups = parameter_groups(model, weight_decay=0.1, learning_rate=1e-3)
    grouped = {
        name: parameter
        for group in groups
        for name, parameter in zip(group["param_names"], group["params"], strict=True)
    }
    trained = {name: p for name, p in model.named_parameters() if p.requires_grad}
    assert grouped.keys() == trained.keys()
    assert all(grouped[name] is trained[name] for name in trained)
    assert "vision_encoder" not in {group["part"] for group in groups}


def test_only_matrices_decay() -> None:
    model = small_model()
    groups = parameter_groups(model, weight_decay=0.1, learning_rate=1e-3)
    decay = {name: g["weight_decay"] for g in groups for name in g["param_names"]}
    for name, value in decay.items():
        plain = (
            "bias",
            "gate_1",
            "norm",
            "logit_scale",
            "embed_tokens",
            "_D",
            "class_embedding",
            "task.",
        )
        if any(part in name for part in (*plain, "position_embedding", "kind_")):
            assert value == 0, name
        else:
            assert value == 0.1, name
    assert decay["fusion.layers.0.gate_1"] == decay["contrastive_head.logit_scale_1"] == 0
    assert decay["fusion.layers.0.cross_attention.key.weight"] == 0.1


def test_a_part_can_have_its_own_learning_rate() -> None:
    groups = parameter_groups(
        small_model(), weight_decay=0.1, learning_rate=1e-3, part_rates={"text_encoder": 1e-5}
    )
    assert {g["lr"] for g in groups if g["part"] == "text_encoder"} == {1e-5}
    assert {g["lr"] for g in groups if g["part"] != "text_encoder"} == {1e-3}
    torch.optim.AdamW(groups)
    with pytest.raises(ConfigError, match=r"learning rates of \['text'\]: the parts are"):
        parameter_groups(
            small_model(),
            weight_decay=0.1,
            learning_rate=1e-3,
            part_rates={"text": 1e-5},  # type: ignore[dict-item]
        )
