"""Runs of the tiny models that `templates check` trains, each made once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import RunPlan

TinyRun = Callable[[str], Path]
"""The run folder of the trainer of that name."""


def train_tiny(trainer: str, folder: Path, *, name: str = "run", steps: int = 1) -> Path:
    """A run of so many steps, evaluated at its end; the model and its samples are `folder/tiny`."""
    recipe = load_trainer(trainer)
    torch.manual_seed(0)
    mapping, data = recipe.tiny(folder / "tiny")
    return train_on(trainer, mapping, data, folder / name, steps)


def train_on(
    trainer: str, mapping: Any, data: Path, run: Path, steps: int, **settings: Any
) -> Path:
    recipe = load_trainer(trainer)
    config = recipe.config_model(
        **{
            "manifest_path": data,
            "output_dir": run,
            "max_steps": steps,
            "batch_size": 2,
            "gradient_accumulation_steps": 1,
            "mixed_precision": "no",
            "val_share": 0.3,
            "test_share": 0.0,
            "generate_samples": 1,
            "gradient_checkpointing": True,
            "device": "cpu",
            **settings,
        }
    )
    template = read_settings(recipe.template_model, mapping, "tiny")
    recipe.train(RunPlan(f"tiny {trainer}", trainer, template, config))
    return run
