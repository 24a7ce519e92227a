"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from spark_trainer.jobs import queue
from spark_trainer.jobs.dispatch import advance
from spark_trainer.jobs.settings import JobSettings

PATIENCE_S = 60.0


def until(what: Callable[[], Any]) -> Any:
    """The first value that is true."""
    end_s = time.monotonic() + PATIENCE_S
    while not (value := what()):
        assert time.monotonic() < end_s, "it did not come to pass"
        time.sleep(0.05)
    return value


def ended(settings: JobSettings, engine: Engine, job: str) -> Any:
    """The job's row when it has ended."""

    def look() -> Any:
        advance(settings, engine)
        row = queue.get(engine, job)
        return row if row["state"] in queue.ENDED else None

    return until(look)
