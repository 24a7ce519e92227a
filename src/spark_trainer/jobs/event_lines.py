"""Lines of a job's `events.jsonl`, as they come and from the beginning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from spark_trainer.core.job_events import OUTPUT

MOST_LINES = 500
"""Of one job, in one look."""
_READ_BYTES = 1 << 20


def new_lines(path: Path, at: int, most: int = MOST_LINES) -> tuple[list[dict[str, Any]], int]:
    """Whole lines from an offset on, and the offset after them. What is no event is passed by."""
    found: list[dict[str, Any]] = []
    try:
        with path.open("rb") as stream:
            stream.seek(at)
            for line in stream.readlines(_READ_BYTES):
                if not line.endswith(b"\n") or len(found) == most:
                    break
                at += len(line)
                found += _event(line)
    except FileNotFoundError:
        pass
    return found, at


def all_lines(path: Path, end: int | None = None) -> Iterator[dict[str, Any]]:
    """From the beginning to an offset; None = to the end."""
    try:
        with path.open("rb") as stream:
            while (end is None or stream.tell() < end) and (line := stream.readline()):
                yield from _event(line)
    except FileNotFoundError:
        return


def made_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, str] | None:
    """Kind and path of the folder that a job says first that it writes."""
    for line in lines:
        if line["event"] == OUTPUT:
            return {key: str(line.get(key)) for key in ("kind", "path")}
    return None


def _event(line: bytes) -> list[dict[str, Any]]:
    try:
        value = json.loads(line)
    except ValueError:
        return []
    return [value] if isinstance(value, dict) and isinstance(value.get("event"), str) else []
