"""Whose recipe a run folder, or a model's folder, is of."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import Recipe
from spark_trainer.trainers.run_folder import RunFolder

APOTHEON = "apotheon-multimodal"
"""The trainer of runs that were made when there was only one, and of models without a run."""


def trainer_of(run: Path) -> str:
    """The name of the trainer of a run, or of a model's folder.

    Raises:
        UsageError: there is no such folder.
        RunError: the run's card is damaged.
    """
    if not run.is_dir():
        raise UsageError(f"{printable(run)}: no such folder")
    if not (run / "run.json").exists():
        return APOTHEON
    return str(RunFolder.open(run, write=False).card.config.get("trainer", APOTHEON))


def recipe_of(run: Path) -> Recipe:
    """The recipe that trained a run.

    Raises:
        UsageError: there is no such folder, or its trainer is not here.
        RunError: the run's card is damaged.
    """
    recipe: Recipe = load_trainer(trainer_of(run))
    return recipe
