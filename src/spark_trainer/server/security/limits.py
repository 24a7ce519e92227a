"""How often a client may ask for what costs."""

from __future__ import annotations

import time
from collections import OrderedDict
from urllib.parse import unquote_to_bytes

from spark_trainer.server.problems import ProblemError

RANGE_BYTES = 1024
_CLIENTS = 10_000
_BURST = 60.0
_A_SECOND = 10.0


def cost_of(method: str, path: str, query: bytes) -> float:
    """0 for what is free; starting jobs and searching texts are not."""
    if path == "/login" or (method, path) == ("POST", "/api/session"):
        return 5.0  # nobody tries many codes or tokens
    if method == "POST" and path.endswith("/plan"):
        return 5.0
    if method in ("POST", "DELETE") and path.startswith("/api/uploads"):
        return 0.1  # one a file; folders have thousands
    if method in ("POST", "DELETE") and path.startswith(("/api/jobs", "/api/data")):
        return 2.0
    if method == "GET" and b"text=" in unquote_to_bytes(query):
        return 1.0
    return 0.0


class RateLimit:
    """A bucket of tokens a client, which fills up again; the clients seen last are known."""

    def __init__(self, burst: float = _BURST, a_second: float = _A_SECOND) -> None:
        self._burst, self._a_second = burst, a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, cost: float) -> None:
        """Pay for a request.

        Raises:
            ProblemError: 429; says when to come again.
        """
        now_s = time.monotonic()
        left, at_s = self._left.pop(client, (self._burst, now_s))
        left = min(self._burst, left + (now_s - at_s) * self._a_second)
        if left < cost:
            self._left[client] = (left, now_s)
            wait_s = int((cost - left) / self._a_second) + 1
            raise ProblemError(
                429, f"too many requests; again in {wait_s} s", Retry_After=str(wait_s)
            )
        self._left[client] = (left - cost, now_s)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
