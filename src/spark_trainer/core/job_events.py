"""Events of a command that is a job: into a file that whoever runs it has named."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.events import EventLog
from spark_trainer.core.text import portable

VARIABLE = "SPARK_TRAINER_JOB_EVENTS"
_OFTEN = frozenset({"progress", "step"})
"""Kinds that come many times a second."""
_EVERY_S = 0.25
OUTPUT = "output"
Made = Literal["dataset", "run", "model"]


def job_listeners() -> list[Callable[[Mapping[str, Any]], None]]:
    """One that writes events into the job's file; none where this is no job, or not its rank 0.

    Of kinds that come often it takes one each quarter of a second, and the last one of a run.

    Raises:
        OutputError: the file cannot be opened.
    """
    path = os.environ.get(VARIABLE)
    if not path or os.environ.get("RANK", "0") != "0":
        return []
    log = EventLog(Path(path))
    told_s: dict[str, float] = {}

    def listen(event: Mapping[str, Any]) -> None:
        kind = event["event"]
        now_s = time.monotonic()
        soon = now_s - told_s.get(kind, -1.0) < _EVERY_S
        if kind in _OFTEN and soon and event.get("progress") != 1.0:
            return
        told_s[kind] = now_s
        rest = {key: value for key, value in event.items() if key not in ("event", "seq", "time")}
        log.emit(kind, **rest)

    return [listen]


def tell_output(kind: Made, folder: Path) -> None:
    """Tell whoever runs this job which folder it writes. Where this is no job, nobody is told."""
    for tell in job_listeners():
        tell({"event": OUTPUT, "kind": kind, "path": portable(str(folder.resolve()))})
