"""The saved model that a path stands for. No torch here."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.saved import CONFIG

RUN_CARD, RUN_MODEL = "run.json", "model"
"""What a run folder is known by, and where its model is."""


def find_model(path: Path) -> Path:
    """The folder that `saving.load_model` takes: of a run, or the path itself.

    Raises:
        UsageError: there is none; says what was found and what to do.
    """
    shown = printable(path)
    for folder in (path, path / RUN_MODEL):
        if (folder / CONFIG).is_file():
            return folder
    if (path / RUN_CARD).is_file():
        raise UsageError(
            f"{shown}: this run has saved no model yet: that comes with its first evaluation, or "
            f"at its end. Go on with it: spark-trainer train --output {shown} --resume auto ..."
        )
    if not path.exists():
        raise UsageError(f"{shown}: no such folder; `spark-trainer runs list` shows the runs")
    raise UsageError(
        f"{shown}: neither a run nor a saved model (no {RUN_CARD}, no {RUN_MODEL}/{CONFIG}). Give "
        f"the folder that `spark-trainer train` wrote"
    )
