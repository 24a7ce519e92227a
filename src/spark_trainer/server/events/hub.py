"""One row of events for all clients. Each has its own place in it, and nothing is queued a client.

A client that reads slowly falls behind, and costs no memory; what is no longer here it gets from
the database, and where that has it no longer either, it is told to look at everything anew.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from spark_trainer.jobs.watching import Event

KEPT = 2000
STATES = frozenset({"system"})
"""Kinds that pass by and say how things are; the others say that something changed."""


@dataclass(frozen=True)
class Message:
    """An event as it goes over the line."""

    id: int
    topic: str
    bytes: bytes


def encode(topic: str, data: Any, number: int | None = None) -> bytes:
    """As the HTML standard has server-sent events; JSON has no line ends."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {topic}\ndata: {json.dumps(data)}\n\n".encode()


def message(event: Event) -> Message:
    data = {"id": event.id, "subject": event.subject, "data": event.data}
    return Message(event.id, event.topic, encode(event.topic, data, event.id))


class Hub:
    """The newest events, and a way to wait for more. Of one event loop."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        """The id of the last event."""
        self._from = newest
        """All events after this id are here."""
        self._recent: deque[Message] = deque()
        self._passing = 0
        self._last_passing: dict[str, tuple[int, Message]] = {}
        """By topic: a client that is slow misses none of the kinds."""
        self._changed_s = time.monotonic()
        self._listening: set[asyncio.Event] = set()

    @property
    def clients(self) -> int:
        """Who is told when there is more."""
        return len(self._listening)

    @property
    def quiet_s(self) -> float:
        """Since something changed: what was asked for later than that is not out of date.

        Lines of progress are no change: by their numbers one sees whether some are missing.
        """
        return time.monotonic() - self._changed_s

    def publish(self, events: Sequence[Event]) -> None:
        """Hand on events that were written."""
        for event in events:
            self._recent.append(message(event))
            self.newest = event.id
        while len(self._recent) > KEPT:
            self._from = self._recent.popleft().id
        if any(event.topic != "progress" for event in events):
            self._changed_s = time.monotonic()
        if events:
            self.wake()

    def pass_by(self, topic: str, data: Any) -> None:
        """Hand on something that only matters now: it has no id, and is not replayed."""
        self._passing += 1
        if topic not in STATES:
            self._changed_s = time.monotonic()
        self._last_passing.pop(topic, None)  # so that they lie in the order in which they came
        self._last_passing[topic] = self._passing, Message(0, topic, encode(topic, data))
        self.wake()

    def after(self, number: int) -> list[Message] | None:
        """Events after this id; None where some are not here."""
        if number < self._from:
            return None
        if number >= self.newest:
            return []
        new = list(takewhile(lambda one: one.id > number, reversed(self._recent)))
        return new[::-1]

    def passing(self, seen: int) -> tuple[int, list[Message]]:
        """The newest of each kind that passes by, where it was not seen; and what is seen then."""
        new = [one for number, one in self._last_passing.values() if number > seen]
        return self._passing, new

    def arriving(self) -> tuple[int, list[Message]]:
        """As `passing`, for who comes only now: how things are. What has changed he finds so."""
        seen, told = self.passing(0)
        return seen, [one for one in told if one.topic in STATES]

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event of one client's own, which is set where there may be more; the client clears it.

        So that telling a thousand clients makes no tasks.
        """
        look = asyncio.Event()
        self._listening.add(look)
        try:
            yield look
        finally:
            self._listening.discard(look)

    def wake(self) -> None:
        """Let everybody look."""
        for look in self._listening:
            look.set()
