"""What can be wrong with a run folder."""

from __future__ import annotations

from spark_trainer.core.errors import SparkTrainerError


class RunError(SparkTrainerError):
    """A run folder is missing, exists already, or is malformed."""


class CheckpointError(RunError):
    """A checkpoint is damaged, unfinished, foreign, or does not fit the model."""
