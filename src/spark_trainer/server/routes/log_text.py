"""A log file, a part at a time, safe to show."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, BinaryIO

from fastapi import Query

from spark_trainer.core.text import printable
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.shapes import Shape, example

_MOST_BYTES = 256 * 1024
Offset = Annotated[int, Query(ge=0, le=2**62, description="Bytes that you have.")]
Before = Annotated[
    int | None,
    Query(ge=0, le=2**62, description="`begin` of a part: the one that ends there."),
]
Tail = Annotated[
    bool, Query(description="The end of it; further back by `before`, onwards by `offset`.")
]


class LogPart(Shape):
    """Some lines of a log."""

    model_config = example(
        {"lines": ["4 videos, 2 workers"], "begin": 0, "next": 20, "more": False, "bytes": 20}
    )

    lines: list[str]
    begin: int
    """The offset of the first of them."""
    next: int
    """The offset after them."""
    more: bool
    """There is more already."""
    bytes: int
    """Of the whole log."""


def read_part(path: Path, offset: int, before: int | None, tail: bool) -> LogPart:
    """What a request asks for; the whole of it in parts of 256 KiB.

    Raises:
        ProblemError: 422, `before` and `tail` both.
    """
    if tail and before is not None:
        raise ProblemError(422, "give one of `tail` and `before`")
    return read_log_before(path, before) if tail or before is not None else read_log(path, offset)


def read_log(path: Path, offset: int) -> LogPart:
    """Whole lines from an offset on; a last line without its end waits for it."""
    try:
        with path.open("rb") as stream:
            size = size_of(stream)
            stream.seek(offset)
            data = stream.read(_MOST_BYTES)
    except FileNotFoundError:
        return LogPart(lines=[], begin=offset, next=offset, more=False, bytes=0)
    whole = data if len(data) == _MOST_BYTES and b"\n" not in data else data[: _end(data)]
    more = offset + len(data) < size
    return _part(whole, begin=offset, more=more, size=max(size, offset + len(data)))


def read_log_before(path: Path, end: int | None) -> LogPart:
    """Whole lines that end at an offset, or at the last line of all."""
    try:
        with path.open("rb") as stream:
            size = size_of(stream)
            until = size if end is None else min(end, size)
            begin, whole = rows_before(stream, until, tail=end is None)
    except FileNotFoundError:
        return LogPart(lines=[], begin=0, next=0, more=False, bytes=0)
    return _part(whole, begin=begin, more=begin + len(whole) < size, size=size)


def size_of(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size


def rows_before(stream: BinaryIO, end: int, *, tail: bool) -> tuple[int, bytes]:
    """What a log has before an offset: whole lines, but of one that is longer than 256 KiB a piece.

    Args:
        tail: a last line without its end is left out.

    Returns:
        where they begin, always less than `end` if that is more than 0, and they.
    """
    begin = max(0, end - _MOST_BYTES)
    stream.seek(begin)
    data = stream.read(end - begin)
    if begin and 0 <= (first := data.find(b"\n")) < len(data) - 1:
        begin, data = begin + first + 1, data[first + 1 :]
    if tail:
        data = data[: _end(data)] or (data if begin else b"")
    return begin, data


def _part(whole: bytes, *, begin: int, more: bool, size: int) -> LogPart:
    text = whole.decode("utf-8", "replace")
    lines = [printable(line) for line in text.replace("\r\n", "\n").split("\n")]
    return LogPart(
        lines=lines[:-1] if lines[-1] == "" else lines,
        begin=begin,
        next=begin + len(whole),
        more=more,
        bytes=size,
    )


def _end(data: bytes) -> int:
    return data.rfind(b"\n") + 1
