"""A trained adapter in its folder: whole, damaged, exported, resumed with what is not trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

from spark_trainer.cli.main import main
from spark_trainer.core.errors import CheckpointError, UsageError
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.llama3_instruction import RECIPE
from spark_trainer.trainers.recipe import RunPlan
from spark_trainer.trainers.recipes.saved import CARD, read_saved
from spark_trainer.trainers.training.config import TrainingConfig


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    torch.manual_seed(0)
    mapping, data = RECIPE.tiny(folder / "tiny")
    template = read_settings(RECIPE.template_model, mapping, "test")
    config = TrainingConfig(
        manifest_path=data,
        output_dir=folder / "run",
        max_steps=2,
        batch_size=4,
        learning_rate=1e-2,
        mixed_precision="no",
        val_share=0.3,
        test_share=0.0,
        generate_samples=2,
    )
    RECIPE.train(RunPlan("tiny", "llama3-instruction", template, config))
    return folder / "run"


@pytest.fixture
def model(run: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "model"
    copy.mkdir()
    for path in (run / "model").iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    return copy


def test_a_flipped_byte_in_any_file_is_found_and_the_file_named(model: Path) -> None:
    files = sorted(path for path in model.iterdir() if path.name != CARD)
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        with pytest.raises(CheckpointError, match=rf"{path.name}: damaged"):
            read_saved(model)
        path.write_bytes(whole)
    read_saved(model)


def test_a_missing_file_and_a_changed_card_are_found(model: Path) -> None:
    card = model / CARD
    said = json.loads(card.read_text())
    card.write_text(json.dumps({**said, "trainer": "another"}))
    with pytest.raises(CheckpointError, match=r"trained\.json: damaged"):
        read_saved(model)
    card.write_text(json.dumps(said))
    (model / "adapter_model.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"adapter_model\.safetensors: No such file"):
        read_saved(model)
    card.unlink()
    with pytest.raises(CheckpointError, match=r"holds no trained model"):
        read_saved(model)


def test_checkpoints_hold_what_trains_and_nothing_else(run: Path) -> None:
    newest = max((run / "checkpoints").iterdir())
    assert all("lora_" in name for name in load_file(newest / "model.safetensors"))
    assert not list(run.rglob("*.bin")) + list(run.rglob("*.pt"))


def test_it_was_evaluated_with_samples_while_it_trained(run: Path) -> None:
    lines = (run / "events.jsonl").read_text().splitlines()
    (told,) = [event for line in lines if (event := json.loads(line))["event"] == "evaluation"]
    assert {"loss", "answering_loss", "rouge_l"} <= told["metrics"].keys()
    assert told["samples"][0]["references"]


def test_the_adapter_alone_and_merged_are_exported(run: Path, tmp_path: Path) -> None:
    RECIPE.export(run, tmp_path / "adapter", "adapter")
    assert (tmp_path / "adapter/adapter_model.safetensors").is_file()
    assert not (tmp_path / "adapter/model.safetensors").exists()
    RECIPE.export(run, tmp_path / "merged", "merged")
    plain: Any = AutoModelForCausalLM.from_pretrained(tmp_path / "merged")
    assert not any("lora" in name for name, _ in plain.named_parameters())


def test_a_card_says_data_settings_and_figures(run: Path, tmp_path: Path) -> None:
    assert main(["evaluate", str(run), "--split", "all", "--device", "cpu"]) == 0
    RECIPE.export(run, tmp_path / "out", "hf")
    text = (tmp_path / "out/README.md").read_text()
    for wanted in ("train.jsonl", "learning_rate", "rouge_l", "sha256", "base_model:"):
        assert wanted in text


def test_nothing_is_exported_over_other_files(run: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").touch()
    with pytest.raises(UsageError, match=r"is not empty: export into a new folder"):
        RECIPE.export(run, tmp_path / "full", "hf")
