"""What a run of Apotheon will need, see `training.planning`."""

from __future__ import annotations

import torch

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.tokenizer import load_tokenizer
from spark_trainer.trainers.apotheon.stages import always_frozen
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon.task import ApotheonTask
from spark_trainer.trainers.recipe import RunPlan
from spark_trainer.trainers.training import planning
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import find_place
from spark_trainer.trainers.training.plan_report import PlanReport


def plan_training(planned: RunPlan) -> PlanReport:
    """Measure the run; see `training.planning.plan`.

    Raises:
        UsageError, DatasetError, BackendUnavailableError: as training would.
    """
    template, config = planned.template, planned.config
    place = find_place(config.device)

    def make() -> ApotheonTask:
        tokenizer = load_tokenizer(template.architecture.text.tokenizer)
        return ApotheonTask(build_model(template, config), config, tokenizer, place)

    resources = template.resources.model_dump(mode="json")
    needs = needs_of(template, config)
    return planning.plan(planned.name, resources, config, place.device, needs, make)


def needs_of(template: ApotheonConfig, config: TrainingConfig) -> planning.Needs:
    """From the sizes of the model, which is not built."""
    with torch.device("meta"):
        model = ApotheonMultiModalModel(template, weights="random")
    model.freeze(always_frozen(template, config.num_epochs))
    return planning.needs_of(model, config)
