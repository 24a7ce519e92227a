"""SIGTERM and Ctrl-C as a wish to stop: the loop ends its step, saves, and says so."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether somebody asked, and by which signal first."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._interrupts = 0
        self._pid = os.getpid()

    @property
    def requested(self) -> bool:
        return self.signal is not None

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._pid:
            _as_a_child(number)
            return
        self.signal = self.signal or signal.Signals(number)
        self._interrupts += number == signal.SIGINT
        if self._interrupts > 1:
            raise KeyboardInterrupt


def _as_a_child(number: int) -> None:
    """A forked worker inherits the handler: SIGTERM ends it, Ctrl-C is for its parent to answer."""
    if number == signal.SIGTERM:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


@contextmanager
def graceful_stop() -> Iterator[Stop]:
    """Turn SIGTERM and the first SIGINT into `stop.requested` while the block runs.

    The second SIGINT raises KeyboardInterrupt. The handlers are put back at the end. In another
    thread than the main one nothing is caught: Python gives signals to that one alone.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for number in before:
            signal.signal(number, stop._ask)
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
