"""A job's folder: `job.json`, `started.json`, `log.txt`, `events.jsonl`, at last `ended.json`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.text import printable

STARTED = "started.json"
ENDED = "ended.json"
CANCEL = "cancel"
"""Somebody asked for its end."""
LOG = "log.txt"
EVENTS = "events.jsonl"
_TAIL_BYTES = 8192


@dataclass(frozen=True)
class Ended:
    """How the command ended."""

    exit_code: int
    """As a shell tells it: 128 and the signal's number where one ended it."""
    at: float
    """Seconds since 1970."""
    cancelled: bool
    """It ended because somebody asked for that, well or not."""


def write_json(path: Path, value: dict[str, Any]) -> None:
    replace_file(path, [json.dumps(value).encode()])


def read_json(path: Path) -> dict[str, Any] | None:
    """None where there is no such file, or no such JSON."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def read_ended(folder: Path) -> Ended | None:
    """None while it has not ended, or where nobody could say how."""
    value = read_json(folder / ENDED)
    return None if value is None else Ended(value["exit_code"], value["at"], value["cancelled"])


def log_tail(folder: Path, lines: int = 20) -> list[str]:
    """The last lines of its log, safe to show."""
    try:
        with (folder / LOG).open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - _TAIL_BYTES))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [printable(line) for line in text.splitlines()[-lines:]]
