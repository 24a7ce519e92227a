"""What requests to a server may cost together; asked before each is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from spark_trainer.core.errors import BackendUnavailableError, UsageError

_SILENT = (
    "the server does not say how many tokens an answer has cost (`usage`), so a budget of tokens "
    "cannot be kept. Take --caption-budget-requests instead."
)


class Bill:
    """What one request has cost, in tokens. Unknown (None) until it is paid."""

    def __init__(self) -> None:
        self.tokens: int | None = None


class Budget:
    """Counts tokens and requests of all threads, from the first request of this run.

    A request is sent only where the dearest one seen so far would still fit beside those that are
    in flight; the first is sent alone, since nothing is known yet of what one costs. So a budget
    of tokens is passed only by a request that is dearer than all before it. A request whose answer
    was lost is counted as the dearest: the server may have worked for it.

    Args:
        tokens: of questions and answers together, 1 or more; None = no limit.
        requests: retries included, 1 or more; None = no limit.
    """

    def __init__(self, tokens: int | None = None, requests: int | None = None) -> None:
        for what, most in (("tokens", tokens), ("requests", requests)):
            if most is not None and most < 1:
                raise UsageError(f"a budget of {most} {what}: wanted 1 or more")
        self._tokens, self._requests = tokens, requests
        self._sent = self._in_flight = self._used = self._dearest = 0
        self._silent = False
        self._settled = threading.Condition()

    @property
    def sent(self) -> int:
        """Requests so far, retries included."""
        return self._sent

    @property
    def used(self) -> int:
        """Tokens so far."""
        return self._used

    @contextmanager
    def request(self) -> Iterator[Bill]:
        """Send one request inside; its `Bill` holds what it has cost when it leaves.

        Raises:
            BackendUnavailableError: the budget is used up; nothing was sent.
        """
        self._take()
        bill = Bill()
        try:
            yield bill
        finally:
            self._settle(bill.tokens)

    def pay(self, bill: Bill, tokens: int | None) -> None:
        """Enter what the server says that an answer has cost; None = it does not say.

        Raises:
            BackendUnavailableError: it does not say, and there is a budget of tokens.
        """
        bill.tokens = tokens
        if tokens is None and self._tokens is not None:
            self._silent = True
            raise BackendUnavailableError(_SILENT)

    def _take(self) -> None:
        with self._settled:
            self._settled.wait_for(lambda: not self._in_flight or self._fits_beside_others())
            if self._silent:
                raise BackendUnavailableError(_SILENT)
            if self._requests is not None and self._sent >= self._requests:
                raise self._used_up(f"{self._requests} requests", "--caption-budget-requests")
            if self._tokens is not None and self._used + max(self._dearest, 1) > self._tokens:
                raise self._used_up(f"{self._tokens} tokens", "--caption-budget-tokens")
            self._sent += 1
            self._in_flight += 1

    def _fits_beside_others(self) -> bool:
        if self._tokens is None:
            return True
        held = (self._in_flight + 1) * self._dearest
        return held > 0 and self._used + held <= self._tokens

    def _settle(self, tokens: int | None) -> None:
        with self._settled:
            self._in_flight -= 1
            self._used += self._dearest if tokens is None else tokens
            self._dearest = max(self._dearest, tokens or 0)
            self._settled.notify_all()

    def _used_up(self, what: str, flag: str) -> BackendUnavailableError:
        return BackendUnavailableError(
            f"the budget of {what} is used up: {self._used} tokens in {self._sent} requests, and "
            f"one more could take up to {self._dearest} tokens. Captions so far are kept; to go "
            f"on, run again: {flag} counts anew in each run, or give it a larger number."
        )
