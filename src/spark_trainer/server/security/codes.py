"""Codes for a link that logs a browser in: each once, for a quarter of an hour, in memory only.

A token in an address would be kept by histories, proxies and logs, and would be good for ever.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

VALID_S = 15 * 60.0


class Codes:
    """Those that were made and not yet used."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._until_s: dict[str, float] = {}

    def make(self) -> str:
        code = secrets.token_urlsafe(24)
        self._until_s[code] = self._clock_s() + VALID_S
        return code

    def take(self, given: str) -> bool:
        """Use one up; whether there was one."""
        now_s = self._clock_s()
        found = None
        for code in self._until_s:
            if hmac.compare_digest(code.encode(), given.encode(errors="replace")):
                found = code
        return found is not None and self._until_s.pop(found) > now_s
