"""A trained model for others: the library's own files, and a card that says where it is from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.trainers.recipe import Export
from spark_trainer.trainers.recipes import weights
from spark_trainer.trainers.recipes.evaluating import load
from spark_trainer.trainers.recipes.model_card import model_card
from spark_trainer.trainers.recipes.saved import CARD, read_saved

if TYPE_CHECKING:
    from spark_trainer.trainers.recipes.model_recipe import ModelRecipe

README = "README.md"


def export_run(recipe: ModelRecipe[Any], run: Path, folder: Path, how: Export) -> Sequence[Path]:
    """Write the model of a run into a new folder.

    `hf` is what transformers loads by itself: the whole model, with an adapter's matrices added to
    the weights that they belong to; `merged` is the same; `adapter` is the adapter alone.

    Returns:
        The files.

    Raises:
        UsageError: there is no adapter, or the folder is not empty.
        CheckpointError: the run's model is missing or damaged.
        OutputError: the folder cannot be written.
    """
    source = run / "model"
    saved = read_saved(source)
    has_adapter = (source / weights.ADAPTER_CONFIG).exists()
    if how == "adapter" and not has_adapter:
        raise UsageError(
            f"{printable(run)} has no adapter: its whole model was trained. Take --format hf."
        )
    with output_errors(folder, "write"):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{printable(folder)} is not empty: export into a new folder")
        if has_adapter and how != "adapter":
            _merge(recipe, source, folder)
        else:
            _copy(source, folder)
        (folder / README).write_text(model_card(run, saved, how), encoding="utf-8")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _merge(recipe: ModelRecipe[Any], source: Path, folder: Path) -> None:
    _, processor, template = load(recipe, source)
    # Not the base that was trained on where that was in 4 bits: others want the whole weights.
    base = weights.build(recipe.model_kind, template.architecture, recipe.folder(template))
    merging: Any = weights.with_saved_adapter(base, source)
    merging.merge_and_unload().save_pretrained(folder)
    recipe.save_processor(processor, folder)


def _copy(source: Path, folder: Path) -> None:
    for path in sorted(source.rglob("*")):
        place = folder / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        elif path.name not in (CARD, README):
            shutil.copyfile(path, place)
