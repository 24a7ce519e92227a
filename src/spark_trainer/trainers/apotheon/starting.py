"""A model to train, made from its template."""

from __future__ import annotations

import torch

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.trainers.apotheon.stages import always_frozen
from spark_trainer.trainers.training.config import TrainingConfig


def build_model(template: ApotheonConfig, config: TrainingConfig) -> ApotheonMultiModalModel:
    """The model with its first weights; random ones depend on `config.seed` alone.

    What never trains is held in the kind of float that the run multiplies in.

    Raises:
        BackendUnavailableError: pretrained weights are not here.
    """
    torch.manual_seed(config.seed)
    model = ApotheonMultiModalModel(template)
    kinds = {"bf16": torch.bfloat16, "fp16": torch.float16}
    if config.half is not None:
        model.cast(kinds[config.half], always_frozen(template, config.num_epochs))
    return model
