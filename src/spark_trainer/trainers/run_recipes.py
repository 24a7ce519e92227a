"""Whose recipe a run folder, or a model's folder, is of."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import Recipe
from spark_trainer.trainers.run_folder import RunFolder

OLDER = "apotheon-multimodal"
"""Of runs that were made when there was one trainer, and of models without a run."""


def recipe_of(run: Path) -> Recipe:
    """The recipe that trained a run.

    Raises:
        UsageError: there is no such folder, or its trainer is not here.
        RunError: the run's card is damaged.
    """
    if not run.is_dir():
        raise UsageError(f"{printable(run)}: no such folder")
    trainer = OLDER
    if (run / "run.json").exists():
        trainer = str(RunFolder.open(run, write=False).card.config.get("trainer", OLDER))
    recipe: Recipe = load_trainer(trainer)
    return recipe
