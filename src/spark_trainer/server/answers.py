"""Answers that are asked for again and again, until something happens."""

from __future__ import annotations

from collections.abc import Hashable

_MOST = 200


class Answers:
    """By what was asked; all of them are dropped when the row of events goes on."""

    def __init__(self) -> None:
        self._at = -1
        self._kept: dict[Hashable, bytes] = {}

    def get(self, key: Hashable, newest: int) -> bytes | None:
        return self._kept.get(key) if newest == self._at else None

    def put(self, key: Hashable, newest: int, answer: bytes) -> None:
        """Keep an answer that was made when `newest` was the last event."""
        if newest != self._at or len(self._kept) >= _MOST:
            self._kept.clear()
            self._at = newest
        self._kept[key] = answer

    def forget(self) -> None:
        self._at = -1
