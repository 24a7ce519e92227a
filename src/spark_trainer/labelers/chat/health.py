"""Whether a server is still worth asking: one verdict for all threads that ask it."""

from __future__ import annotations

import threading

from spark_trainer.core.errors import BackendUnavailableError

FAILURES_IN_A_ROW = 8
"""So many frames without a caption in between, and the build stops instead of failing them all."""


class Health:
    """Counts frames that failed in a row, and holds the reason to stop once there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._reason = ""
        self._in_a_row = 0
        self._captions = 0

    def check(self) -> None:
        """Raise BackendUnavailableError where some thread has found a reason to stop."""
        if self._over.is_set():
            raise BackendUnavailableError(self._reason)

    def pause(self, seconds: float) -> None:
        """Wait, unless there is, or comes, a reason to stop."""
        self._over.wait(seconds)
        self.check()

    def stop(self, reason: str) -> None:
        """From now on every `check` raises; the first reason counts."""
        with self._lock:
            if not self._over.is_set():
                self._reason = reason
                self._over.set()

    def captioned(self) -> None:
        with self._lock:
            self._in_a_row = 0
            self._captions += 1

    def failed(self, why: str, *, server: bool) -> None:
        """A frame has failed for good.

        Args:
            why: for the message.
            server: the fault is the server's. Where it is the frame's (refused, say), it counts
                only as long as there was no caption at all: then it is not the frame's either.

        Raises:
            BackendUnavailableError: too many in a row.
        """
        with self._lock:
            if not server and self._captions:
                return
            self._in_a_row += 1
            if self._in_a_row < FAILURES_IN_A_ROW:
                return
        raise BackendUnavailableError(
            f"{FAILURES_IN_A_ROW} frames in a row got no caption; the last: {why}. "
            f"Captions so far are kept; when the server answers again, run the same command again."
        )
