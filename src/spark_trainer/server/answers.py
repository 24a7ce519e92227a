"""Answers that are asked for again and again, until something happens."""

from __future__ import annotations

from collections.abc import Hashable

_MOST = 200
Stamp = tuple[int, int]


class Answers:
    """By what was asked; all of them are dropped when something happened since they were made."""

    def __init__(self) -> None:
        self._at: Stamp = (-1, 0)
        self._changes = 0
        self._kept: dict[Hashable, bytes] = {}

    def stamp(self, newest: int) -> Stamp:
        """The state that an answer will be of, taken before it is made.

        Args:
            newest: the id of the last event.
        """
        return newest, self._changes

    def get(self, key: Hashable, at: Stamp) -> bytes | None:
        return self._kept.get(key) if at == self._at else None

    def put(self, key: Hashable, at: Stamp, answer: bytes) -> None:
        """Keep an answer; one of an older state is of no use to anybody."""
        if at < self._at or at[1] != self._changes:
            return
        if at != self._at or len(self._kept) >= _MOST:
            self._kept.clear()
            self._at = at
        self._kept[key] = answer

    def forget(self) -> None:
        """Something changed that no event tells of."""
        self._changes += 1
