"""`events.jsonl` of a run: what happened, one line an event, only ever appended to.

Lines are ordered by `seq`, not by the clock. After a resume from an older checkpoint the same
steps come again; the events `resumed` and `run_started` say after which step the run goes on, and
`current` leaves out what they superseded. Nothing is rewritten: who follows the file never loses
his place in it.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import from_json

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import RunError
from spark_trainer.core.text import printable
from spark_trainer.trainers.run_card import plain

EVENTS = "events.jsonl"
REPEATED = frozenset({"stage", "step", "evaluation", "checkpoint"})
"""Kinds that happen again when steps are done again."""
BEGINS = frozenset({"run_started", "resumed"})
"""Kinds that say after which `step` the run goes on; 0 where they name none."""
DURABLE = frozenset({"run_started", "resumed", "checkpoint", "stopped", "failed", "completed"})
"""Kinds after which the file is fsynced."""

_HEAD = re.compile(rb'\{"seq": (\d{1,18}), "time": [0-9.e+-]{1,32}, "event": "(\w{1,64})"')
_BLOCK = 1 << 16

Event = dict[str, Any]


class EventWriter:
    """Appends events. One process writes, see `run_folder`."""

    def __init__(self, path: Path) -> None:
        """Open the file, new or to go on with.

        Raises:
            OutputError: it cannot be opened.
        """
        self._path = path
        with output_errors(path, "open"):
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
            self._fd = os.open(path, flags, 0o644)
            size = os.fstat(self._fd).st_size
            self._seq, self._end = _last_whole(path)
            self.cut_bytes = size - self._end
            """Of a line that a crash had torn, and that was cut off."""
            os.ftruncate(self._fd, self._end)

    def emit(self, kind: str, **facts: Any) -> Event:
        """Write one event: numbers that are not finite as null, text portable.

        Raises:
            OutputError: the file cannot be written; it holds whole lines even so.
            TypeError: a fact is no plain value.
        """
        head = {"seq": self._seq + 1, "time": round(time.time(), 3), "event": kind}
        if taken := head.keys() & facts.keys():
            raise TypeError(f"{sorted(taken)} are names of every event")
        event = {**head, **plain(facts)}
        with output_errors(self._path, "write"):
            self._append(json.dumps(event, ensure_ascii=True, allow_nan=False).encode() + b"\n")
            if kind in DURABLE:
                os.fsync(self._fd)
        return event

    def _append(self, line: bytes) -> None:
        rest = line
        try:
            while rest:  # a disk that fills up takes a part, and refuses at the next call
                rest = rest[os.write(self._fd, rest) :]
        except BaseException:
            os.ftruncate(self._fd, self._end)
            raise
        self._end += len(line)
        self._seq += 1

    def close(self) -> None:
        os.close(self._fd)


def read_events(path: Path, after: int = 0, kinds: Collection[str] = ()) -> Iterator[Event]:
    """Events with a `seq` above `after`; those of some kinds only, where `kinds` are given.

    A last line without its end is not there yet, or was torn by a crash: it is left out.

    Raises:
        RunError: the file cannot be read, or a line in it is damaged.
    """
    try:
        with _opened(path) as stream:
            stream.seek(_start(stream, after) if after else 0)
            for line in stream:
                if not line.endswith(b"\n"):
                    return
                head = _HEAD.match(line)
                if head and kinds and head[2].decode() not in kinds:
                    continue
                event = _parsed(path, line)
                if event["seq"] > after and (not kinds or event["event"] in kinds):
                    yield event
    except FileNotFoundError:
        return
    except OSError as e:
        raise RunError(f"{printable(path)}: cannot be read: {e.strerror or e}") from e


def read_backwards(path: Path) -> Iterator[Event]:
    """The last event first."""
    for line, _end in _lines_backwards(path):
        if line.endswith(b"\n"):
            yield _parsed(path, line)


def current(path: Path, kinds: Collection[str] = ()) -> Iterator[Event]:
    """Events without those that a later begin superseded: every step comes once."""
    begins = [(event["seq"], event.get("step", 0)) for event in read_events(path, kinds=BEGINS)]
    return without_superseded(read_events(path, kinds=kinds), begins)


def without_superseded(
    events: Iterable[Event], begins: Iterable[tuple[int, int]]
) -> Iterator[Event]:
    """Events, less the repeated ones of steps that were undone.

    Args:
        events: by `seq`.
        begins: `seq` and step of each of the kinds in `BEGINS`, by `seq`.
    """
    lowest, ahead = float("inf"), []
    for seq, step in reversed(list(begins)):
        lowest = min(lowest, step)
        ahead.append((seq, lowest))
    for event in events:
        while ahead and ahead[-1][0] <= event["seq"]:
            ahead.pop()
        undone = bool(ahead) and event.get("step", 0) > ahead[-1][1]
        if not (undone and event["event"] in REPEATED):
            yield event


def _opened(path: Path) -> BinaryIO:
    """Not a link, which could lead elsewhere, nor a pipe, which could block."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "not a regular file")
    return os.fdopen(fd, "rb")


def _parsed(path: Path, line: bytes) -> Event:
    try:
        event = from_json(line)
        whole = isinstance(event["event"], str)
        whole = whole and _is_count(event["seq"]) and _is_count(event.get("step", 0))
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise RunError(
            f"{printable(path)}: damaged: a line is no event: {printable(repr(line[:60]))}. "
            f"Delete that line; the run can go on without it."
        )
    return dict(event)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 62


def _start(stream: BinaryIO, after: int) -> int:
    """Where the first line with a `seq` above `after` begins, or a little before."""
    low, high = 0, stream.seek(0, os.SEEK_END)
    while high - low > _BLOCK:
        middle = (low + high) // 2
        stream.seek(middle)
        stream.readline()
        begin = stream.tell()
        head = _HEAD.match(stream.readline())
        if head and int(head[1]) <= after and begin < high:
            low = begin
        else:
            high = middle
    return low


def _last_whole(path: Path) -> tuple[int, int]:
    """`seq` of the last whole line, and where it ends; 0, 0 where there is none.

    Raises:
        RunError: the end of the file is damaged by more than a torn line.
    """
    for line, end in _lines_backwards(path):
        if line.endswith(b"\n"):
            return int(_parsed(path, line)["seq"]), end
    return 0, 0


def _lines_backwards(path: Path) -> Iterator[tuple[bytes, int]]:
    """Lines and where each ends, the last first."""
    try:
        with _opened(path) as stream:
            begin = stream.seek(0, os.SEEK_END)
            tail = b""
            while begin:
                size = min(begin, max(_BLOCK, len(tail)))
                begin -= size
                stream.seek(begin)
                lines = _split(stream.read(size) + tail)
                end = begin + sum(map(len, lines))
                for line in reversed(lines[1:]):
                    yield line, end
                    end -= len(line)
                tail = lines[0]
            if tail:
                yield tail, len(tail)
    except FileNotFoundError:
        return
    except OSError as e:
        raise RunError(f"{printable(path)}: cannot be read: {e.strerror or e}") from e


def _split(data: bytes) -> list[bytes]:
    """At newlines alone; each line keeps its own."""
    *lines, rest = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([rest] if rest else [])
