"""Workers may die in any way; the build is told how, and goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.corpus.encode import encode
from tests.pipelines.small import entries, pictures, run

from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.pool import Finished, WorkerPool


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1, 1 << 30)
    yield pool
    pool.close()


def ended(pool: WorkerPool) -> Finished:
    while not isinstance(happened := pool.wait(), Finished):
        pass
    return happened


@pytest.mark.parametrize(
    ("task", "argument", "code", "reason"),
    [
        (os._exit, 3, "crashed", "the worker that read it died (exit code 3)"),
        (signal.raise_signal, signal.SIGKILL, "crashed", "the worker that read it died (SIGKILL)"),
        (signal.raise_signal, signal.SIGSEGV, "crashed", "the worker that read it died (SIGSEGV)"),
        (
            signal.raise_signal,
            signal.SIGALRM,
            "timeout",
            f"the decoder did not return for {worker.STALL_S} s",
        ),
    ],
)
def test_how_a_worker_died_is_said_and_another_takes_its_place(
    task: object, argument: int, code: str, reason: str, pool: WorkerPool, tmp_path: Path
) -> None:
    pool.schedule("doomed", task, argument)  # type: ignore[arg-type]
    assert ended(pool) == Finished("doomed", ("media", (code, reason)))
    (tmp_path / "x").write_bytes(b"abc")
    pool.schedule("next", worker.hash_task, os.fsencode(tmp_path / "x"))
    finished = ended(pool)
    assert (finished.token, finished.reply[0]) == ("next", "ok")


def test_without_workers_a_task_runs_here(tmp_path: Path) -> None:
    pool = WorkerPool(0, 1 << 30)
    assert pool.in_process
    pool.schedule(7, worker.hash_task, os.fsencode(tmp_path / "nothing"))
    assert ended(pool).reply == (
        "media",
        ("io", "cannot be opened: No such file or directory"),
    )
    pool.close()


def test_a_video_that_needs_too_much_memory_does_not_end_the_build(tmp_path: Path) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    grey = np.full((4320, 7680, 3), 90, np.uint8)
    encode(videos / "a small.mp4", pictures(0, 20))
    encode(videos / "b huge.mp4", [grey], size=(7680, 4320))
    encode(videos / "c small.mp4", pictures(500, 20))
    summary = run(videos, tmp_path / "out", workers=1, worker_memory_bytes=150 << 20)
    assert "b huge.mp4" in {f["path"] for f in summary.failures}
    assert "a small.mp4" in entries(tmp_path / "out")
    again = run(videos, tmp_path / "out", workers=1, retry_failed=True)
    assert again.failed == 0
    assert len(entries(tmp_path / "out")) == 3
