"""What a run of a recipe will need, see `training.planning`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from spark_trainer.trainers.recipe import RunPlan
from spark_trainer.trainers.recipes.four_bits import BYTES_A_WEIGHT, weights_in_four_bits
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.task import RecipeTask
from spark_trainer.trainers.training import planning
from spark_trainer.trainers.training.engines.place import find_place
from spark_trainer.trainers.training.plan_report import PlanReport


def plan_recipe(recipe: ModelRecipe[Any], planned: RunPlan) -> PlanReport:
    """Measure the run; nothing is written."""
    config, template = planned.config, planned.template
    place = find_place(config.device)

    def make() -> RecipeTask:
        return RecipeTask(recipe, template, config, place)

    resources = template.resources.model_dump(mode="json")
    needs = needs_of(recipe, planned)
    return planning.plan(planned.name, resources, config, place.device, needs, make)


def needs_of(recipe: ModelRecipe[Any], planned: RunPlan) -> planning.Needs:
    """From the configuration of the model, which is not built.

    An adapter is not counted: beside the weights it is small.
    """
    said = planned.template.architecture
    adapter = getattr(said, "adapter", None)
    folder = recipe.folder(planned.template)
    with torch.device("meta"):
        model = recipe.outline(planned.template, folder)
    still = tuple(f"{recipe.parts[part]}." for part in recipe.frozen(planned.template))
    for name, parameter in model.named_parameters():
        trains = parameter.requires_grad and adapter is None
        parameter.requires_grad_(trains and not name.startswith(still or ("?",)))
    needs = planning.needs_of(model, planned.config)
    if adapter is None or adapter.kind != "qlora":
        return needs
    half = 4 if planned.config.half is None else 2
    saved = int(weights_in_four_bits(model) * (half - BYTES_A_WEIGHT))
    return replace(needs, weights=needs.weights - saved)
