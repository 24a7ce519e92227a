"""Augmentations of recipes: in training alone, the same for the same sample and epoch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from spark_trainer.core.errors import UsageError
from spark_trainer.models.augmentations.preset import Preset, read_preset
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import Recipe, RunPlan
from spark_trainer.trainers.recipes.augmenting import Augmenting, Dice
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.task import augmenting_of

PRESET = """
presets:
  mine:
    operations:
      - {operation: flip, probability: 1.0}
      - {operation: gain, probability: 1.0}
      - {operation: spec_augment, probability: 1.0}
      - {operation: case, probability: 1.0}
      - {operation: temporal_crop, probability: 1.0}
"""


def preset(*operations: dict[str, Any]) -> Preset:
    made, mistakes = read_preset("mine", {"operations": list(operations)}, ())
    assert made is not None, mistakes
    return made


def dice(*operations: dict[str, Any], modalities: Any = ("image", "audio", "text")) -> Dice:
    return Dice(b"0" * 16, Augmenting(preset(*operations), frozenset(modalities)))


def run_of(name: str, folder: Path, output: str, steps: int, **more: Any) -> RunPlan:
    recipe: Recipe = load_trainer(name)
    torch.manual_seed(0)
    if not (folder / "tiny.json").exists():
        mapping, data = recipe.tiny(folder / "tiny")
        (folder / "tiny.json").write_text(json.dumps([mapping, str(data)]))
    mapping, data = json.loads((folder / "tiny.json").read_text())
    if name == "whisper-finetune":
        mapping["data"]["spec_augment"] = {"mask_time_share": 0.1}
    template = read_settings(recipe.template_model, mapping, "test")
    config = recipe.config_model(
        manifest_path=data,
        output_dir=folder / output,
        max_steps=steps,
        batch_size=4,
        mixed_precision="no",
        schedule="constant",
        warmup_share=0.0,
        checkpoint_every=2,
        val_share=0.0,
        test_share=0.0,
        augmentations="mine",
        **more,
    )
    return RunPlan("tiny", name, template, config)


def losses(run: Path) -> list[float]:
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    return [event["loss"] for event in events if event["event"] == "step"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a preset of its own."""
    (tmp_path / "augmentations.yaml").write_text(PRESET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_pictures_of_a_sample_are_changed_alike_and_keep_their_sizes() -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 255, (h, 12, 3), np.uint8) for h in (8, 9)]
    flipped = dice({"operation": "flip", "probability": 1.0}).pictures(pictures)
    for before, after in zip(pictures, flipped, strict=True):
        assert np.array_equal(after, before[:, ::-1])


def test_sound_that_would_grow_too_long_stays_as_it_was() -> None:
    sound = np.sin(np.arange(16000) / 20).astype(np.float32)
    die = dice({"operation": "gain", "probability": 1.0})
    assert not np.array_equal(die.sound(sound, 16000), sound)
    assert np.array_equal(die.sound(sound, 15999), sound)


def test_words_that_are_read_change_and_none_are_left_empty() -> None:
    assert dice({"operation": "case", "probability": 1.0}).text("A red Car") != "A red Car"
    assert dice({"operation": "drop", "probability": 1.0, "share": 0.99}).text("car") == "car"


def test_without_a_preset_nothing_changes() -> None:
    sound = np.ones(5, np.float32)
    assert Dice(b"1").sound(sound, 9) is sound and Dice(b"1").text("a") == "a"


def test_operations_that_do_not_suit_are_named_with_the_reason(place: Path) -> None:
    recipe = load_trainer("whisper-finetune")
    assert isinstance(recipe, ModelRecipe)
    augmenting = augmenting_of(recipe, run_of("whisper-finetune", place, "r", 1).config)
    assert augmenting is not None
    (told,) = augmenting.remarks()
    assert "flip (no pictures are read)" in told and "case (texts are what is" in told
    assert "temporal_crop (pictures and words of a sample are at fixed times)" in told
    assert "gain" not in told


def test_a_trainer_that_changes_nothing_refuses_a_preset(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = load_trainer("llama3-instruction")
    assert isinstance(recipe, ModelRecipe)
    monkeypatch.setattr(type(recipe), "augments", frozenset())
    with pytest.raises(UsageError, match="the trainer llama3-instruction changes no samples"):
        augmenting_of(recipe, run_of("llama3-instruction", place, "r", 1).config)


@pytest.mark.parametrize("name", ["whisper-finetune", "blip2-caption", "qwen2-vl", "svd-video"])
def test_batches_of_training_change_and_those_of_evaluation_do_not(name: str, place: Path) -> None:
    from spark_trainer.trainers.recipes.task import RecipeTask
    from spark_trainer.trainers.training.engines.place import find_place

    recipe = load_trainer(name)
    assert isinstance(recipe, ModelRecipe)
    planned = run_of(name, place, "r", 1)
    task = RecipeTask(recipe, planned.template, planned.config, find_place("cpu"))
    plain = task._loader(task._chosen, 0, 0, drawn=False)
    first = next(iter(task.loader(0, 0))).batch.tensors
    again = next(iter(task.loader(0, 0))).batch.tensors
    shown = next(iter(plain)).batch.tensors
    assert all(torch.equal(first[key], again[key]) for key in first)
    differ = [key for key in first if key in shown and not torch.equal(first[key], shown[key])]
    assert differ and set(differ) <= {"input_features", "pixel_values", "frames", "seen"}
    later = next(iter(task.loader(1, 0))).batch.tensors
    assert any(not torch.equal(first[key], later[key]) for key in first if key in later)


def test_a_stopped_run_goes_on_with_the_same_changes_though_the_file_is_gone(place: Path) -> None:
    recipe: Recipe = load_trainer("whisper-finetune")
    recipe.train(run_of("whisper-finetune", place, "whole", 4))
    recipe.train(run_of("whisper-finetune", place, "stopped", 2))
    (place / "augmentations.yaml").unlink()
    recipe.train(run_of("whisper-finetune", place, "stopped", 4, resume="auto"))
    assert losses(place / "stopped") == losses(place / "whole")
    recorded = json.loads((place / "whole/run.json").read_text())["config"]["augmentations_preset"]
    assert [one["operation"] for one in recorded["operations"]][:2] == ["flip", "gain"]
