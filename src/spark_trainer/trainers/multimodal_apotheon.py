"""Trains Apotheon, the model that sees, hears and writes.

@trainer_template: apotheon-multimodal
@trainer_template: apotheon-tiny

The public door of the parts in `models/apotheon` and `trainers/apotheon`.
"""

from __future__ import annotations

from spark_trainer.models.apotheon.fusion import CrossAttentionFusionLayer, FusionTransformer
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.apotheon.recipe import ApotheonRecipe
from spark_trainer.trainers.apotheon.trainer import ApotheonTrainer
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.training.training import Trained

RECIPE = ApotheonRecipe()

__all__ = [
    "RECIPE",
    "ApotheonMultiModalDataset",
    "ApotheonMultiModalModel",
    "ApotheonTrainer",
    "ApotheonTrainingConfig",
    "CrossAttentionFusionLayer",
    "FusionTransformer",
    "Trained",
]
