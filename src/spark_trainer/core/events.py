"""`events.jsonl`: what happened, one line an event. The bars are drawn from the same events."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import output_errors

_TAIL_BYTES = 1 << 16
_SEQ = re.compile(rb'^\{"seq": (\d{1,18}),', re.MULTILINE)

Listener = Callable[[dict[str, Any]], None]


class EventLog:
    """Appends events to a file and hands them to listeners.

    Lines are ordered by `seq`, which goes on from run to run, not by the clock, which may jump.
    """

    def __init__(self, path: Path, listeners: tuple[Listener, ...] = ()) -> None:
        self._path = path
        self._listeners = listeners
        with output_errors(path, "open"):
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            self._seq = self._last_seq()

    def _last_seq(self) -> int:
        """The last number in the file. A line torn by a crash is ended, and keeps its number."""
        size = os.fstat(self._fd).st_size
        tail = os.pread(self._fd, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
        if tail and not tail.endswith(b"\n"):
            os.write(self._fd, b"\n")
        numbers = _SEQ.findall(tail)
        return int(numbers[-1]) if numbers else 0

    def emit(self, event: str, **fields: Any) -> None:
        """Write one event and tell the listeners.

        Raises:
            OutputError: the file cannot be written.
        """
        self._seq += 1
        record = {"seq": self._seq, "time": round(time.time(), 3), "event": event, **fields}
        line = json.dumps(record, ensure_ascii=True, default=str) + "\n"
        with output_errors(self._path, "write"):
            rest = line.encode()
            while rest:  # a disk that fills up takes a part, and refuses at the next call
                rest = rest[os.write(self._fd, rest) :]
        self.tell(record)

    def tell(self, record: dict[str, Any]) -> None:
        """Hand a record to the listeners without writing it (progress inside a video)."""
        for listener in self._listeners:
            listener(record)

    def close(self) -> None:
        os.close(self._fd)
