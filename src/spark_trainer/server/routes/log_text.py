"""A log file, a part at a time, safe to show."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.text import printable
from spark_trainer.server.routes.shapes import Shape, example

_MOST_BYTES = 256 * 1024


class LogPart(Shape):
    """Some lines of a log."""

    model_config = example({"lines": ["4 videos, 2 workers"], "next": 20, "more": False})

    lines: list[str]
    next: int
    """The offset after them."""
    more: bool
    """There is more already."""


def read_log(path: Path, offset: int) -> LogPart:
    """Whole lines from an offset on; a last line without its end waits for it."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            data = stream.read(_MOST_BYTES)
            more = bool(stream.read(1))
    except FileNotFoundError:
        return LogPart(lines=[], next=offset, more=False)
    whole = data if len(data) == _MOST_BYTES and b"\n" not in data else data[: _end(data)]
    text = whole.decode("utf-8", "replace")
    lines = [printable(line) for line in text.replace("\r\n", "\n").split("\n")]
    return LogPart(
        lines=lines[:-1] if lines[-1] == "" else lines, next=offset + len(whole), more=more
    )


def _end(data: bytes) -> int:
    return data.rfind(b"\n") + 1
