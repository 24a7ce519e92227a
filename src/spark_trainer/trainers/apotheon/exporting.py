"""Apotheon's model for others: safetensors, its configuration and tokenizer, and a card."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.saved import check_file, read_saved
from spark_trainer.trainers.recipe import Export
from spark_trainer.trainers.recipes.model_card import model_card
from spark_trainer.trainers.recipes.saved import Saved


def export_run(run: Path, folder: Path, how: Export) -> Sequence[Path]:
    """Copy the model of a run into a new folder, every byte of it checked.

    Returns:
        The files.

    Raises:
        UsageError: it cannot be had in that form, or the folder is not empty.
        CheckpointError: the model is damaged.
        OutputError: the folder cannot be written.
    """
    if how != "safetensors":
        raise UsageError(
            f"--format {how}: Apotheon is an architecture of its own, which no other library "
            f"loads. Take --format safetensors; models.apotheon.saving.load_model loads it."
        )
    source = run / "model"
    saved = read_saved(source)
    for name, file in saved.files.items():
        check_file(source, name, file, verify=True)
    with output_errors(folder, "write"):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{printable(folder)} is not empty: export into a new folder")
        shutil.copytree(source, folder, dirs_exist_ok=True)
        template = saved.template.model_dump(mode="json")
        card = model_card(run, Saved(source, "apotheon-multimodal", template), how)
        (folder / "README.md").write_text(card, encoding="utf-8")
    return sorted(path for path in folder.rglob("*") if path.is_file())
