"""A recipe's model with the samples of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from spark_trainer.trainers.recipes.evaluating import load
from spark_trainer.trainers.recipes.examples import data_file

if TYPE_CHECKING:
    from spark_trainer.trainers.recipes.model_recipe import ModelRecipe


class OpenedModel:
    """See `trainers.opened.Opened`.

    Args:
        model: in place of the one in the folder.
    """

    def __init__(
        self, recipe: ModelRecipe[Any], folder: Path, data: Path, model: nn.Module | None = None
    ) -> None:
        saved, self._processor, self._template = load(recipe, folder)
        self._recipe, self._model = recipe, (model or saved).eval()
        self._examples, _ = recipe.examples(self._processor, self._template, data_file(data))
        told = self._examples if recipe.answers else ()
        self.references: Sequence[str] = [recipe.reference(one) for one in told]
        self.asked = len(self._examples)

    @torch.no_grad()
    def write(self, numbers: Sequence[int]) -> list[str]:
        shown = [self._examples[number] for number in numbers]
        return self._recipe.write(self._model, self._processor, self._template, shown)

    @torch.no_grad()
    def scores(self) -> Tensor:
        batch = self._recipe.collate(self._processor, self._template, self._examples, None)
        return self._recipe.scores(self._model, batch)
