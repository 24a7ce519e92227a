from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.registry import template
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig, config_of_template


def test_the_defaults_are_those_of_the_contract() -> None:
    config = ApotheonTrainingConfig(manifest_path="m")
    assert config.output_dir == "./apotheon_output"
    assert (config.num_epochs, config.batch_size) == (10, 4)
    assert config.gradient_accumulation_steps == 8
    assert (config.learning_rate, config.mixed_precision) == (3e-5, "bf16")


def test_paths_may_be_paths() -> None:
    assert ApotheonTrainingConfig(manifest_path=Path("a/b")).manifest_path == "a/b"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, r"key `manifest_path`: is missing"),
        ({"batchsize": 2}, r"unknown key `batchsize` \(did you mean `batch_size`\?\)"),
        ({"num_epochs": "4"}, r"key `num_epochs`: is the text `4`"),
        ({"val_share": 0.6, "test_share": 0.6}, "leave nothing to train on"),
        ({"best_metric": "los"}, r"unknown best_metric `los` \(did you mean `loss`\?\)"),
        ({"trackers": ["tb"]}, r"key `trackers\[0\]`"),
        ({"mixed_precision": "fp8"}, "key `mixed_precision`"),
    ],
)
def test_a_mistake_is_told_by_its_key(values: dict[str, object], told: str) -> None:
    path = {} if not values else {"manifest_path": "m"}
    with pytest.raises(ConfigError, match=told):
        ApotheonTrainingConfig(**{**path, **values})


def test_a_template_gives_the_defaults_of_its_runs() -> None:
    tiny = read_config(template("apotheon-tiny"))
    config = config_of_template(tiny, {"manifest_path": "m", "batch_size": 3})
    assert config.batch_size == 3
    assert config.learning_rate == tiny.training.learning_rate
    assert config.mixed_precision == "no"
