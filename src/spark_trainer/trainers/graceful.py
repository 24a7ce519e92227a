"""SIGTERM and Ctrl-C as a wish to stop: the loop ends its step, saves, and says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether somebody asked, and by which signal."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    @property
    def requested(self) -> bool:
        return self.signal is not None

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: sets a flag, nothing else. A second Ctrl-C stops at once."""
        if number == signal.SIGINT and self.signal == signal.SIGINT:
            raise KeyboardInterrupt
        self.signal = signal.Signals(number)


@contextmanager
def graceful_stop() -> Iterator[Stop]:
    """Turn SIGTERM and the first SIGINT into `stop.requested` while the block runs.

    A second SIGINT raises KeyboardInterrupt; a SIGTERM after it, or a second one, changes nothing.
    The handlers are put back at the end.

    Raises:
        RuntimeError: not in the main thread, where Python has no signals to give.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("graceful_stop works in the main thread alone")
    stop = Stop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for number in before:
            signal.signal(number, stop._ask)
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
