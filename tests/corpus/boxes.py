"""Patching the boxes of MP4 files: to make headers that claim what is not so."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple


class Box(NamedTuple):
    start: int
    """Offset of the box's size field."""
    body: int
    """Offset after size and type."""
    end: int


def find(data: bytes | bytearray, path: str, start: int = 0, end: int | None = None) -> list[Box]:
    """All boxes at a path such as `moov/trak/mdia/mdhd`, in file order."""
    first, _, rest = path.partition("/")
    found = []
    for kind, box in _children(data, start, len(data) if end is None else end):
        if kind == first.encode():
            body = (
                box.body + {b"stsd": 8, b"dref": 8, b"meta": 4}.get(kind, 0) if rest else box.body
            )
            found += find(data, rest, body, box.end) if rest else [box]
    return found


def _children(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, Box]]:
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        size = size or end - start
        yield bytes(kind), Box(start, body, start + size)
        start += max(size, 8)


def patched(data: bytes, path: str, offset: int, new: bytes, nth: int = 0) -> bytes:
    """The file with bytes replaced, `offset` bytes into the body of the nth box at `path`.

    Raises:
        ValueError: there is no such box, or the bytes would reach over its end.
    """
    boxes = find(data, path)
    if len(boxes) <= nth:
        raise ValueError(f"no box {path} number {nth}; there are {len(boxes)}")
    at = boxes[nth].body + offset
    if at + len(new) > boxes[nth].end:
        raise ValueError(f"{len(new)} bytes at {offset} reach over the end of {path}")
    return data[:at] + new + data[at + len(new) :]


def u16(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


def u32(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def matrix(a: int, b: int, c: int, d: int) -> bytes:
    """A display matrix as `tkhd` holds it (offset 40 of version 0)."""
    one = 1 << 16
    return struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)


def rebuilt(data: bytes, path: str, body: bytes, nth: int = 0) -> bytes:
    """The file with the whole body of a box replaced, and the sizes around it put right.

    Only for files with the index last: growing a box that lies before the media would move it.
    """
    if find(data, "mdat")[0].start > find(data, "moov")[0].start:
        raise ValueError("the index comes first in this file; make it without faststart")
    box = find(data, path)[nth]
    change = len(body) - (box.end - box.body)
    out = bytearray(data[: box.body] + body + data[box.end :])
    names = path.split("/")
    for depth in range(1, len(names) + 1):
        for outer in find(data, "/".join(names[:depth])):
            if outer.start <= box.start < outer.end:
                struct.pack_into(">I", out, outer.start, outer.end - outer.start + change)
    return bytes(out)


def with_child(data: bytes, path: str, kind: bytes, body: bytes, nth: int = 0) -> bytes:
    """The file with one more box at the end of the box at `path` (index last only)."""
    box = find(data, path)[nth]
    child = u32(8 + len(body)) + kind + body
    return rebuilt(data, path, data[box.body : box.end] + child, nth)


def without(data: bytes, path: str, nth: int = 0) -> bytes:
    """The file with a box made unknown, so that it is skipped."""
    box = find(data, path)[nth]
    return data[: box.start + 4] + b"skip" + data[box.start + 8 :]


def edit_list(*edits: tuple[int, int]) -> bytes:
    """The body of an `edts` box: (length in the movie's ticks, media time or -1 for a pause)."""
    body = u32(0, len(edits))
    for length, media_time in edits:
        body += struct.pack(">IiI", length, media_time, 1 << 16)
    return u32(8 + len(body)) + b"elst" + body
