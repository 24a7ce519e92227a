"""Weights & Biases. Offline unless its own environment variables say another thing.

`wandb sync RUN/wandb/offline-run-*` sends what was kept offline.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.tracker import COLUMNS, installed, rows

_PROJECT = "spark-trainer"
_STEP = "optimizer_step"
_PATIENCE_S = 30
_ITS_FOLDERS = {"WANDB_CACHE_DIR": "cache", "WANDB_DATA_DIR": "data"}
"""Else it keeps them in the home folder."""


class WandbTracker:
    """One run of W&B, under the id of ours."""

    name = "wandb"

    def __init__(self, folder: Path) -> None:
        for key, name in _ITS_FOLDERS.items():
            os.environ.setdefault(key, str(folder.resolve() / name))
        self._wandb = installed("wandb")
        self.errors: tuple[type[Exception], ...] = (self._wandb.Error,)
        self._folder = folder.parent  # W&B makes its own `wandb/` there
        self._run: Any = None

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        """Curves have a step of their own: W&B drops values whose step goes back.

        With a key in WANDB_API_KEY it is online; without one it would stop to ask for it.
        """
        mode = "online" if os.environ.get("WANDB_API_KEY") else "offline"
        try:
            self._run = self._wandb.init(
                project=os.environ.get("WANDB_PROJECT", _PROJECT),
                id=run_id,
                resume="allow",
                dir=str(self._folder),
                config=dict(config),
                mode=os.environ.get("WANDB_MODE", mode),
                save_code=False,
                settings=self._wandb.Settings(
                    console="off", disable_git=True, silent=True, init_timeout=_PATIENCE_S
                ),
            )
        except self._wandb.Error:
            self._wandb.teardown()  # its service would hold the id until this process ends
            raise
        self._run.define_metric(_STEP)
        self._run.define_metric("*", step_metric=_STEP)

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        self._run.log({**values, _STEP: step})

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        samples = self._wandb.Table(columns=list(COLUMNS), data=rows(table))
        self._run.log({"samples": samples, _STEP: step})

    def close(self) -> None:
        if self._run is not None:
            self._run.finish()
