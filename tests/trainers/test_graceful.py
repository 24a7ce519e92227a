"""Signals: the first asks, the second Ctrl-C insists."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import pytest

from spark_trainer.trainers.graceful import Stop, graceful_stop


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_and_the_block_goes_on(number: signal.Signals) -> None:
    with graceful_stop() as stop:
        assert not stop.requested
        os.kill(os.getpid(), number)
        assert stop.requested
        assert stop.signal is number


def test_the_second_interrupt_stops_at_once() -> None:
    with graceful_stop() as stop:
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(os.getpid(), number)
        assert stop.signal is signal.SIGINT
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_more_of_sigterm_only_asks() -> None:
    with graceful_stop() as stop:
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
            os.kill(os.getpid(), number)
        assert stop.signal is signal.SIGTERM


@pytest.mark.parametrize("error", [None, ValueError])
def test_the_handlers_are_put_back(error: type[Exception] | None) -> None:
    before = [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)]
    try:
        with graceful_stop():
            assert signal.getsignal(signal.SIGTERM) not in before
            if error:
                raise error
    except ValueError:
        pass
    assert [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)] == before


def test_another_thread_runs_without_catching() -> None:
    seen: list[tuple[Stop, object]] = []

    def run() -> None:
        with graceful_stop() as stop:
            seen.append((stop, signal.getsignal(signal.SIGTERM)))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    ((stop, during),) = seen
    assert during is before
    assert not stop.requested


def _wait(ready: multiprocessing.synchronize.Event) -> None:
    ready.set()
    while True:
        time.sleep(0.01)


def test_a_forked_worker_dies_of_sigterm_and_leaves_ctrl_c_to_its_parent() -> None:
    context = multiprocessing.get_context("fork")
    with graceful_stop() as stop:
        ready = context.Event()
        worker = context.Process(target=_wait, args=(ready,))
        worker.start()
        assert worker.pid is not None
        assert ready.wait(20)
        for _ in range(3):
            os.kill(worker.pid, signal.SIGINT)
        worker.join(0.1)
        assert worker.is_alive()
        worker.terminate()
        worker.join(20)
        assert worker.exitcode == -signal.SIGTERM
        assert not stop.requested
