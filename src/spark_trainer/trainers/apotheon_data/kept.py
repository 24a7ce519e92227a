"""What was decoded once and fits in memory, up to a limit in bytes.

Nothing is thrown out again: an epoch takes every sample once, so what was used last is what is
needed last.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_COPY_BYTES = 16 << 20


class Kept:
    """Values by key, until `limit_bytes` of them are held."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.held_bytes = 0
        self._values: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T], bytes_of: Callable[[T], int]) -> T:
        """The value of a key, made where it is not held."""
        if key in self._values:
            held: T = self._values[key]
            return held
        value = make()
        cost = bytes_of(value) + 200
        if self.held_bytes + cost <= self.limit_bytes:
            self._values[key] = value
            self.held_bytes += cost
        return value

    def __getstate__(self) -> dict[str, Any]:
        """A copy for another process holds nothing, and little later: it sees a sample but once."""
        return {
            "limit_bytes": min(self.limit_bytes, _COPY_BYTES),
            "held_bytes": 0,
            "_values": {},
        }
