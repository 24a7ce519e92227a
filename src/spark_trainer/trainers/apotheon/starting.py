"""A model to train, made from its template."""

from __future__ import annotations

from pathlib import Path

import torch

from spark_trainer.labelers.weights.finding import find_base_model
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
    is_here = fetch_encoders(template)
    torch.manual_seed(config.seed)
    model = ApotheonMultiModalModel(template, local_files_only=is_here)
    kinds = {"bf16": torch.bfloat16, "fp16": torch.float16}
    if config.half is not None:
        model.cast(kinds[config.half], always_frozen(template, config.num_epochs))
    return model


def fetch_encoders(template: ApotheonConfig) -> bool:
    """Fetch the pretrained encoders of the hub that are not cached, before any is loaded.

    Returns:
        Whether all weights are on this machine then: a random encoder whose sizes only the hub
        knows is not.

    Raises:
        UsageError, BackendUnavailableError: see `find_base_model`.
    """
    said = template.architecture
    is_here = True
    for part, one in (("vision", said.vision), ("audio", said.audio), ("text", said.text)):
        if one.model is None or Path(one.model).is_dir():
            continue
        if one.weights == "pretrained":
            find_base_model(one.model, one.revision, setting=f"architecture.{part}.model")
        else:
            is_here = False
    return is_here
