"""Presets of augmentations.yaml: lists of operations, each with a probability and parameters."""

from spark_trainer.models.augmentations.applying import Applied, Done, apply, apply_mel, trace
from spark_trainer.models.augmentations.files import preset, presets
from spark_trainer.models.augmentations.preset import Preset, preset_of_json

__all__ = [
    "Applied",
    "Done",
    "Preset",
    "apply",
    "apply_mel",
    "preset",
    "preset_of_json",
    "presets",
    "trace",
]
