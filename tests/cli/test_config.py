from __future__ import annotations

import json
from pathlib import Path

import pytest

from spark_trainer.cli.main import main
from spark_trainer.trainers.run_file import plan_run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_setting_is_shown_with_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "whisper-finetune", "--profile", "diffusion", "--json"]) == 0
    rows = {row["setting"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["training.batch_size"]["value"] == 1
    assert "profile diffusion" in rows["training.batch_size"]["origin"]
    assert rows["training.num_epochs"]["origin"] == "template whisper-finetune"
    assert rows["paths.models"] == {
        "setting": "paths.models",
        "value": "./models",
        "origin": "default",
    }


def test_profiles_are_listed_with_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "profiles"]) == 0
    text = capsys.readouterr().out
    assert "llm-finetuning     Language models by LoRA" in text
    assert "learning_rate: 0.0001" in text


def test_a_profile_goes_before_the_template_and_after_everything_that_was_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {"manifest_path": "data"}
    plain = plan_run("blip2-caption", None, asked)
    by_profile = plan_run("blip2-caption", None, asked, profile="llm-finetuning")
    assert plain.template.architecture.adapter is None
    assert by_profile.template.architecture.adapter.rank == 16
    assert by_profile.config.learning_rate == pytest.approx(1e-4)
    said = plan_run("blip2-caption", None, {**asked, "batch_size": 7}, profile="llm-finetuning")
    assert said.config.batch_size == 7
    change = ["training.learning_rate=1e-3"]
    changed = plan_run("blip2-caption", None, asked, change, profile="llm-finetuning")
    assert changed.config.learning_rate == pytest.approx(1e-3)
    monkeypatch.setenv("SPARK_TRAINER_BATCH_SIZE", "5")
    assert plan_run("blip2-caption", None, asked, profile="diffusion").config.batch_size == 5


def test_an_unknown_profile_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["train", "apotheon-tiny", "--manifest", "data", "--profile", "nothing"])
    assert code == 2
    assert "unknown profile `nothing`" in capsys.readouterr().err
