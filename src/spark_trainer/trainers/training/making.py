"""Batches made beside the training step, in the order in which they were planned."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from spark_trainer.core.errors import DatasetError, RunError
from spark_trainer.trainers.training.loaded import BatchT, Loaded

Fetch = Callable[[Sequence[int]], Loaded[BatchT]]
"""Makes the batch of some samples. Can be pickled, for it is given to processes."""
Plan = Sequence[Sequence[int]]
"""The samples of each batch."""

_EXTRACTOR = "transformers.models.whisper.feature_extraction_whisper"
_AHEAD = 2
"""Batches that are ready, or being made, while a step runs; a worker."""


def made_by_a_thread(
    fetch: Fetch[BatchT], plan: Plan, _workers: int = 0
) -> Iterator[Loaded[BatchT]]:
    """Decoding leaves Python's lock alone, so one thread keeps up with a step of its own length."""
    waiting: deque[Future[Loaded[BatchT]]] = deque()
    with ThreadPoolExecutor(1, "batches") as thread:
        try:
            for indices in plan:
                waiting.append(thread.submit(fetch, indices))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def made_by_processes(fetch: Fetch[BatchT], plan: Plan, workers: int) -> Iterator[Loaded[BatchT]]:
    """The same batches, each made by one of `workers` processes.

    Raises:
        RunError: one of them was killed.
    """
    try:
        with warnings.catch_warnings():
            # More workers than cores are no mistake: they may wait for a disk.
            warnings.filterwarnings("ignore", ".*excessive worker creation", UserWarning)
            made = iter(_loader(fetch, plan, workers))
        for loaded in made:
            if isinstance(loaded, str):
                raise DatasetError(loaded)
            yield loaded
    except RuntimeError as e:
        if "DataLoader worker" not in str(e):
            raise
        raise RunError(
            f"a process that decodes samples was killed, most likely for want of memory: take "
            f"fewer `workers` (now {workers}), then resume. Or a script starts training outside "
            f'`if __name__ == "__main__":`, which workers need. {" ".join(str(e).split())}'
        ) from e


def _loader(fetch: Fetch[BatchT], plan: Plan, workers: int) -> DataLoader[Loaded[BatchT] | str]:
    """Workers come from a server process that has loaded all they need, and has no threads.

    A copy of the training process itself would wait for ever, in its first matrix product, for
    the threads that the copy does not have.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, _EXTRACTOR])
    return DataLoader(
        _Planned(fetch, plan),
        batch_size=None,
        num_workers=workers,
        collate_fn=_as_it_is,
        worker_init_fn=_start,
        prefetch_factor=_AHEAD,
        # It would draw a seed from the training's own random numbers: the loss would change.
        generator=torch.Generator(),
        multiprocessing_context=context,
    )


class _Planned(Dataset[Loaded[BatchT] | str]):
    """Batches by number; a mistake in the dataset is given as its message."""

    def __init__(self, fetch: Fetch[BatchT], plan: Plan) -> None:
        self._fetch, self._plan = fetch, plan

    def __len__(self) -> int:
        return len(self._plan)

    def __getitem__(self, number: int) -> Loaded[BatchT] | str:
        try:
            return self._fetch(self._plan[number])
        except DatasetError as e:
            return str(e)


def _as_it_is(made: Any) -> Any:
    return made


def _start(_worker: int) -> None:
    """The trainer stops its workers; a signal to the whole group must not do it first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Thread(target=_end_with_trainer, daemon=True).start()


def _end_with_trainer() -> None:
    """The server of processes lives as long as a worker does, so a worker must see to itself."""
    trainer = multiprocessing.parent_process()
    if trainer is not None:
        trainer.join()
        os._exit(1)
