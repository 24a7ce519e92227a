"""The whole corpus through two real workers: each file taken or refused, and no worker lost.

What each file must look like is tested in tests/corpus, builds of it in tests/pipelines.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.corpus.barcode import read_index
from tests.corpus.expect import Accept
from tests.corpus.fixtures import corpus  # noqa: F401
from tests.corpus.forged import CANARY_INDEX
from tests.corpus.make import CORPUS
from tests.corpus.settings import ONE_A_SECOND

from spark_trainer.pipelines.build import DEFAULT_WORKER_MEMORY
from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.pool import Finished, WorkerPool
from spark_trainer.pipelines.executors.worker import Reply

WORKERS = 2
AFTER = "a good file after all others"


class Outcome:
    """The replies by case, who gave them, and the folders that the workers wrote."""

    def __init__(self, files: dict[str, Path], folder: Path) -> None:
        self.folder = folder
        self.replies: dict[str, Reply] = {}
        self._pool = WorkerPool(WORKERS, DEFAULT_WORKER_MEMORY)
        try:
            self.before = self._run_pids("before")
            for number, (name, path) in enumerate(files.items()):
                self._schedule(number, name, path)
            self._collect(len(files))
            self._schedule(len(files), AFTER, files["mp4"])
            self._collect(1)
            self.after = self._run_pids("after")
        finally:
            self._pool.close()

    def _schedule(self, number: int, name: str, path: Path) -> None:
        staging = str(self.folder / name)
        task = (number, os.fsencode(path), staging, ONE_A_SECOND, True)
        self._pool.schedule(name, worker.media_task, *task)

    def _collect(self, count: int) -> None:
        while count:
            happened = self._pool.wait()
            if isinstance(happened, Finished):
                self.replies[happened.token] = happened.reply
                count -= 1

    def _run_pids(self, when: str) -> set[int]:
        """Process ids of the workers; each waits a moment, so that all are asked."""
        for n in range(4 * WORKERS):
            self._pool.schedule((when, n), _who)
        found: set[int] = set()
        for _ in range(4 * WORKERS):
            happened = self._pool.wait()
            while not isinstance(happened, Finished):
                happened = self._pool.wait()
            found.add(happened.reply[1])
        return found


def _who() -> Reply:
    time.sleep(0.2)
    return "ok", os.getpid()


@pytest.fixture(scope="module")
def outcome(
    corpus: dict[str, Path],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Outcome:
    return Outcome(corpus, tmp_path_factory.mktemp("staging"))


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_is_taken_or_refused_as_expected(name: str, outcome: Outcome) -> None:
    kind, value = outcome.replies[name]
    expect = CORPUS[name].expect
    if isinstance(expect, Accept):
        assert kind == "ok", value
    else:
        assert kind == "media", kind
        assert value[0] in expect.codes, value


def test_the_workers_outlive_every_file(outcome: Outcome) -> None:
    assert outcome.replies[AFTER][0] == "ok"
    assert outcome.after == outcome.before
    assert len(outcome.after) == WORKERS


def test_no_reply_leaks_what_lies_outside_the_file(outcome: Outcome) -> None:
    for name, reply in outcome.replies.items():
        text = json.dumps(reply).lower()
        for secret in ("canary", "root:x", "127.0.0.1"):
            assert secret not in text, name


def test_no_picture_is_the_canary(outcome: Outcome) -> None:
    for path in outcome.folder.glob("*/frames/*.jpg"):
        with Image.open(path) as picture:
            if min(picture.size) < 24:  # too small to show an index
                continue
            rgb = np.asarray(picture.convert("RGB"))
        try:
            shown = read_index(rgb)
        except ValueError:
            continue
        assert shown != CANARY_INDEX, path


def test_a_refused_file_leaves_nothing_behind(outcome: Outcome) -> None:
    left = {path.name for path in outcome.folder.iterdir()}
    assert left == {name for name, reply in outcome.replies.items() if reply[0] == "ok"}


def test_a_reply_of_any_file_is_json(outcome: Outcome) -> None:
    for name, reply in outcome.replies.items():
        assert json.loads(json.dumps(reply, allow_nan=False)), name
