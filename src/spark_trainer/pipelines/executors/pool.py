"""Worker processes that may crash, hang or run out of memory without taking the build along."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from typing import Any

from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.lane import Said
from spark_trainer.pipelines.executors.worker import PROGRESS, Reply

PRELOADED = ("spark_trainer.media.media_pass", "spark_trainer.pipelines.executors.worker", "cv2")
"""Imported once by the fork server, so that workers start in milliseconds and share the pages."""


@dataclass(frozen=True)
class Finished:
    """A task that ended: what it was scheduled for, and its reply."""

    token: Any
    reply: Reply


@dataclass(frozen=True)
class Progressed:
    """A video's media pass has come this far."""

    number: int
    seconds: float
    of_s: float
    """What the video's header claims; 0 = nothing."""


class WorkerPool:
    """Runs tasks in processes; `wait` gives what happened. With 0 workers, in this process."""

    def __init__(self, workers: int, memory_bytes: int) -> None:
        self._inbox: queue.Queue[Finished | Progressed | Said] = queue.Queue()
        self._pool: Any = None
        if workers == 0:
            return
        from pebble import ProcessPool

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(PRELOADED))
        _start_fork_server()
        reader, writer = context.Pipe(duplex=False)
        self._reader, self._writer = reader, writer
        self._pool = ProcessPool(
            max_workers=workers,
            context=context,
            initializer=worker.start_worker,
            initargs=(writer, memory_bytes),
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        """Hand progress on; ends when the last writer is gone."""
        while True:
            try:
                data = os.read(self._reader.fileno(), PROGRESS.size * 256)
            except OSError:
                return
            if not data:
                return
            for message in PROGRESS.iter_unpack(data):
                self._inbox.put(Progressed(*message))

    def schedule(self, token: Any, task: Callable[..., Reply], *args: Any) -> None:
        """Run `task(*args)` in a worker; its end comes out of `wait` with `token`."""
        if self._pool is None:
            self._inbox.put(Finished(token, task(*args)))
            return
        future = self._pool.schedule(task, args=args)
        future.add_done_callback(lambda f: self._inbox.put(Finished(token, _reply(f))))

    @property
    def in_process(self) -> bool:
        return self._pool is None

    def tell(self, happened: Said) -> None:
        """Put what a lane says among what `wait` gives; from any thread."""
        self._inbox.put(happened)

    def wait(self) -> Finished | Progressed | Said:
        """The next thing that happened; blocks."""
        while True:
            try:
                return self._inbox.get(timeout=1.0)
            except queue.Empty:
                continue

    def close(self) -> None:
        """Stop at once; what was running is thrown away."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._writer.close()


def _start_fork_server() -> None:
    """Start it deaf to Ctrl-C: it loads libraries before it would ignore that, and says so."""
    resource_tracker.ensure_running()  # would let Ctrl-C through again if it started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _reply(future: Any) -> Reply:
    """The reply of a task, or what became of its worker."""
    from pebble import ProcessExpired

    try:
        reply: Reply = future.result()
        return reply
    except ProcessExpired as e:
        code = e.exitcode or 0
        if code == -signal.SIGALRM:
            return "media", ("timeout", f"the decoder did not return for {worker.STALL_S} s")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return "media", ("crashed", f"the worker that read it died ({name})")
    except MemoryError:
        return "media", ("memory", "needs more memory than a worker is allowed")
    except (BrokenExecutor, CancelledError, OSError) as e:
        return "backend", (
            f"the worker processes cannot run: {type(e).__name__}: {e}. A script of your own must "
            f"start the build below `if __name__ == '__main__':`. With workers=0 everything runs "
            f"in one process."
        )
