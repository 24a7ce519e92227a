from __future__ import annotations

import json
from pathlib import Path

import pytest

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.models.layers import layers, merged
from spark_trainer.models.user_config import read_user_config


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".spark_trainer").mkdir()
    return tmp_path


def write_config(home: Path, **values: object) -> None:
    text = json.dumps({"version": "1.0", **values})
    (home / ".spark_trainer/config.json").write_text(text)


def test_the_environment_goes_before_the_profile_and_that_before_the_users_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(home, defaults={"precision": "bf16", "batch_size": 6})
    (home / "profiles.yaml").write_text(
        "profiles:\n  mine: {batch_size: 3, learning_rate: 1.0e-4, precision: bf16}\n"
    )
    monkeypatch.setenv("SPARK_TRAINER_LEARNING_RATE", "0.5")
    found = merged(layers("mine"))
    assert found["learning_rate"] == (0.5, "environment, SPARK_TRAINER_LEARNING_RATE")
    assert found["batch_size"] == (3, "profile mine, profiles.yaml:2")
    assert merged(layers())["batch_size"][0] == 6
    assert merged(layers())["mixed_precision"][1].endswith("config.json")


@pytest.mark.usefixtures("home")
def test_where_nothing_is_said_nothing_is_set() -> None:
    assert merged(layers()) == {}


def test_what_the_users_file_does_not_say_is_not_set(home: Path) -> None:
    write_config(home, defaults={"batch_size": 6}, later_key=1)
    assert merged(layers()).keys() == {"batch_size"}
    assert read_user_config().paths.datasets == "./datasets"


def test_what_is_as_shipped_is_left_to_the_template(home: Path) -> None:
    write_config(home, defaults={"framework": "pytorch", "precision": "fp16", "batch_size": 8})
    assert layers() == []


@pytest.mark.usefixtures("home")
def test_a_variable_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_TRAINER_BATCH_SIZE", "many")
    with pytest.raises(UsageError, match=r"SPARK_TRAINER_BATCH_SIZE is .*many.*whole number"):
        layers()


@pytest.mark.parametrize("text", ["{", "[]", '{"defaults": {"batch_size": "x"}}'])
def test_a_damaged_file_of_the_user_is_told(home: Path, text: str) -> None:
    (home / ".spark_trainer/config.json").write_text(text)
    with pytest.raises(ConfigError, match=r"config\.json"):
        layers()
