"""Trackio: a local database in the run folder, or what its own environment variables name.

`TRACKIO_DIR=RUN/trackio trackio show` opens its page.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.tracker import COLUMNS, installed, rows

_PROJECT = "spark-trainer"


class TrackioTracker:
    """One run of Trackio, named by the id of ours."""

    name = "trackio"
    errors: tuple[type[Exception], ...] = (sqlite3.Error, RuntimeError, ValueError)
    """It has none of its own: a run that is over, a server without a token."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("TRACKIO_DIR", str(folder.resolve()))  # read when it is imported
        self._trackio = installed("trackio")
        self._run: Any = None

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        with redirect_stdout(sys.stderr):  # it greets on standard output, which is for results
            self._run = self._trackio.init(
                project=os.environ.get("TRACKIO_PROJECT", _PROJECT),
                name=run_id,
                config=dict(config),
                resume="allow",
                embed=False,
                auto_log_gpu=False,
                auto_log_cpu=False,
            )

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        self._run.log(dict(values), step=step)

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        told = [[printable(text) for text in row] for row in rows(table)]
        samples = self._trackio.Table(columns=list(COLUMNS), data=told)
        self._run.log({"samples": samples}, step=step)

    def close(self) -> None:
        if self._run is not None:
            with redirect_stdout(sys.stderr):
                self._run.finish()
