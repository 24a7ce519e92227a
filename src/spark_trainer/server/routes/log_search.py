"""Lines of a whole log that hold a text, however long the log is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO

from fastapi import Query

from spark_trainer.core.text import printable
from spark_trainer.server.routes.log_text import rows_before, size_of
from spark_trainer.server.routes.shapes import Shape, example

_LONGEST_S = 0.4
"""One answer takes a thread for this long; after it, the client asks further."""
_CLIP = 400
_LEAD = 100
_PLAIN = bytes([*range(0x20, 0x7F), 0x0A])

Text = Annotated[
    str,
    Query(
        min_length=1,
        max_length=200,
        description="As the log is shown; any case; no patterns.",
        examples=["out of memory"],
    ),
]
Most = Annotated[int, Query(ge=1, le=500)]


class LogHit(Shape):
    """A line that has the text."""

    line: str
    """Of a long one the part about the text."""
    offset: int
    """Where it begins; the log from there on: `offset` of `/log`."""


class LogHits(Shape):
    """What was found, the newest line first."""

    model_config = example(
        {
            "hits": [{"line": "step 42 loss nan", "offset": 70912}],
            "begin": 0,
            "more": False,
            "bytes": 81920,
        }
    )

    hits: list[LogHit]
    begin: int
    """So far back it was looked; `before` of the next request."""
    more: bool
    """There is more before that, which was not looked at."""
    bytes: int
    """Of the whole log."""


def search_log(
    path: Path, text: str, before: int | None, limit: int, longest_s: float = _LONGEST_S
) -> LogHits:
    """Whole lines with a text, from the end backwards, in parts of 256 KiB.

    Args:
        text: plain, of any case; compared with lines as they are shown.
        before: look only at what is before this offset.
        longest_s: no other part is begun after this time; one is looked at in any case.
    """
    try:
        with path.open("rb") as stream:
            return _search(stream, printable(text).lower(), before, limit, longest_s)
    except FileNotFoundError:
        return LogHits(hits=[], begin=0, more=False, bytes=0)


def _search(
    stream: BinaryIO, wanted: str, before: int | None, limit: int, longest_s: float
) -> LogHits:
    until_s = time.monotonic() + longest_s
    size = size_of(stream)
    end = size if before is None else min(before, size)
    tail = before is None
    hits: list[LogHit] = []
    while end > 0:
        begin, data = rows_before(stream, end, tail=tail)
        found = islice(_hits(data, wanted), limit - len(hits))
        hits += [LogHit(line=line, offset=begin + at) for at, line in found]
        end, tail = begin, False
        if len(hits) == limit:
            end = hits[-1].offset
            break
        if time.monotonic() > until_s:
            break
    return LogHits(hits=hits, begin=end, more=end > 0, bytes=size)


def _hits(data: bytes, wanted: str) -> Iterator[tuple[int, str]]:
    """Where lines that have the text begin, and they; the last first."""
    if data.translate(None, _PLAIN):
        yield from _hits_of_any(data, wanted)
    elif wanted.isascii():
        yield from _hits_of_plain(data, wanted)


def _hits_of_plain(data: bytes, wanted: str) -> Iterator[tuple[int, str]]:
    """Of printable ASCII, without a look at each line."""
    lower, sought = data.lower(), wanted.encode()
    end = len(data)
    while (at := lower.rfind(sought, 0, end)) >= 0:
        begin = data.rfind(b"\n", 0, at) + 1
        close = data.find(b"\n", at)
        line = data[begin : close if close >= 0 else len(data)].decode("ascii")
        yield begin, _clipped(line, at - begin)
        end = max(0, begin - 1)


def _hits_of_any(data: bytes, wanted: str) -> Iterator[tuple[int, str]]:
    end = len(data) - data.endswith(b"\n")
    while end >= 0:
        begin = data.rfind(b"\n", 0, end) + 1
        shown = printable(data[begin:end].removesuffix(b"\r").decode("utf-8", "replace"))
        if (at := shown.lower().find(wanted)) >= 0:
            yield begin, _clipped(shown, at)
        end = begin - 1


def _clipped(line: str, at: int) -> str:
    if len(line) <= _CLIP:
        return line
    begin = max(0, min(at - _LEAD, len(line) - _CLIP))
    part = line[begin : begin + _CLIP]
    return ("…" if begin else "") + part + ("…" if begin + _CLIP < len(line) else "")
