"""What a recipe's model writes of a file or a prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import printable
from spark_trainer.labelers.device import check_spelling, choose_device
from spark_trainer.trainers.generating import Generated, Wish
from spark_trainer.trainers.recipes.evaluating import load
from spark_trainer.trainers.recipes.saved import CARD
from spark_trainer.trainers.recipes.writing import Writing, seeded

if TYPE_CHECKING:
    from spark_trainer.trainers.recipes.model_recipe import ModelRecipe

AT_ONCE = 8
"""Examples of one pass."""


def model_folder(run: Path) -> Path:
    """Where the model of a run lies.

    Raises:
        CheckpointError: it has saved none yet.
    """
    folder = run / "model"
    if not (folder / CARD).exists():
        where = printable(run)
        raise CheckpointError(
            f"{where}: this run has saved no model yet: that comes with its first evaluation, or "
            f"at its end. Go on with it: spark-trainer train --output {where} --resume auto ..."
        )
    return folder


@dataclass(frozen=True)
class Writer:
    """A trained model that is asked."""

    recipe: ModelRecipe[Any]
    model: nn.Module
    processor: Any
    template: Any
    wish: Wish

    @torch.inference_mode()
    def write(self, examples: Sequence[Any]) -> list[str]:
        """What it says of each; the same for the same seed."""
        write: Any = self.recipe.write  # one that generates takes a fifth argument
        writing = Writing(self.wish.max_new_tokens, self.wish.temperature)
        found: list[str] = []
        with seeded(self.wish.seed):
            for at in range(0, len(examples), AT_ONCE):
                part = examples[at : at + AT_ONCE]
                found += write(self.model, self.processor, self.template, part, writing)
        return found


def generate(recipe: ModelRecipe[Any], run: Path, wish: Wish) -> Iterator[Generated]:
    """See `Recipe.generate`."""
    check_spelling(wish.device, "auto")
    model, processor, template = load(recipe, model_folder(run))
    model = model.to(choose_device(wish.device)).eval()
    writer = Writer(recipe, model, processor, template, wish)
    for given in wish.given if recipe.takes.media else (None,):
        yield recipe.generated(writer, given)
