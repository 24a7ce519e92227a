"""Which augmentations a run has: those it began with, or those of a preset's name."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.text import printable
from spark_trainer.models.augmentations import Preset, preset, preset_of_json
from spark_trainer.trainers.run_card import CARD
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.training.config import TrainingConfig

RECORDED = "augmentations_preset"
"""What `run.json` calls the preset, whole."""


def preset_of_run(config: TrainingConfig) -> Preset | None:
    """What changes the samples of a run; None where nothing does.

    A run that goes on has the preset that it began with, whatever became of the file.

    Raises:
        UsageError: there is no preset of that name.
        ConfigError: a mistake in a file of presets, or in the one that was recorded.
    """
    name = config.augmentations
    return None if name is None else _recorded(config, name) or preset(name)


def origin_of(preset: Preset) -> list[str]:
    """Where a preset is from, if not from this program, as a remark."""
    if not preset.where:
        return []
    shipped = preset.replaces is not None
    instead = f", in place of {preset.replaces or 'the shipped one'}" if shipped else ""
    return [f"augmentations `{preset.name}` are of {preset.where}{instead}"]


def _recorded(config: TrainingConfig, name: str) -> Preset | None:
    run = Path(config.output_dir)
    if config.resume != "auto" or not (run / CARD).exists():
        return None
    found = RunFolder.open(run, write=False).card.config.get(RECORDED)
    if not isinstance(found, dict) or found.get("name") != name:
        return None
    return preset_of_json(found, printable(run / CARD))
