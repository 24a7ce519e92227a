"""A plan of a recipe: measured on its samples, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import Recipe, RunPlan


@pytest.mark.parametrize("name", ["llama3-instruction", "whisper-finetune", "qwen2-vl"])
def test_a_plan_measures_steps_and_writes_no_run(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    recipe: Recipe = load_trainer(name)
    mapping, data = recipe.tiny(tmp_path / "tiny")
    template = read_settings(recipe.template_model, mapping, "test")
    config = recipe.config_model(
        manifest_path=data,
        output_dir=tmp_path / "run",
        num_epochs=1,
        batch_size=2,
        mixed_precision="no",
        val_share=0.0,
        test_share=0.0,
    )
    report = recipe.plan(RunPlan("tiny", name, template, config))
    (stage,) = report.stages
    assert report.fits and report.samples == 8 and stage.steps >= 1 and stage.peak_bytes > 0
    assert report.weights_bytes > 0
    assert not (tmp_path / "run").exists()
