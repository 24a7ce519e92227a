"""Which frames are candidates, and which packets must be decoded to get them.

A candidate is the first frame at or after each tick k / fps of the time line. Where nothing else
wants every frame, packets far from a tick may skip the pictures that no other picture refers to.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from av.packet import Packet

REORDER_DEPTH = 32
"""Packets looked ahead; codecs reorder at most 16 pictures."""

_TICK_SLACK = 1e-6


class Ticks:
    """The ticks k / fps, passed one by one as frames come in order of time."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._next = 0

    def takes(self, time_s: float) -> bool:
        """Whether this frame is the first at or after the next tick; if so, move past it."""
        position = time_s * self._fps + _TICK_SLACK
        if position < self._next:
            return False
        self._next = math.floor(position) + 1
        return True


def has_tick_between(before_s: float, until_s: float, fps: float) -> bool:
    """Whether a tick lies in (before_s, until_s]."""
    return math.floor(until_s * fps + _TICK_SLACK) > math.floor(before_s * fps + _TICK_SLACK)


P = TypeVar("P")


class Lookahead(Generic[P]):
    """Marks each packet that shows first at or after a tick.

    Packets come in decoding order; a packet's predecessor in showing order is within
    REORDER_DEPTH of it, so that many are held back.
    """

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._held: deque[tuple[P, float | None]] = deque()
        self._past: deque[float] = deque()
        self._window: list[float] = []

    def push(self, packet: P, time_s: float | None) -> Iterator[tuple[P, bool]]:
        """Take the next packet; yields those that are decided, with True where wanted."""
        self._held.append((packet, time_s))
        if time_s is not None:
            insort(self._window, time_s)
        if len(self._held) > REORDER_DEPTH:
            yield self._release()

    def drain(self) -> Iterator[tuple[P, bool]]:
        """Yield what is still held."""
        while self._held:
            yield self._release()

    def _release(self) -> tuple[P, bool]:
        packet, time_s = self._held.popleft()
        if time_s is None:
            return packet, True
        at = bisect_left(self._window, time_s)
        before = self._window[at - 1] if at else -math.inf
        wanted = before == -math.inf or has_tick_between(before, time_s, self._fps)
        self._past.append(time_s)
        if len(self._past) > REORDER_DEPTH:
            gone = self._past.popleft()
            del self._window[bisect_left(self._window, gone)]
        return packet, wanted


def marked(
    packets: Iterable[Packet[Any]], fps: float, zero_s: float
) -> Iterator[tuple[Packet[Any], bool]]:
    """Packets of one video stream with whether each is wanted at `fps` candidates a second."""
    ahead: Lookahead[Packet[Any]] = Lookahead(fps)
    for packet in packets:
        known = packet.pts is not None and packet.time_base is not None
        time_s = float(packet.pts * packet.time_base) - zero_s if known else None  # type: ignore[operator]
        yield from ahead.push(packet, time_s)
    yield from ahead.drain()
