"""The queue, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from spark_trainer.core.errors import UsageError
from spark_trainer.jobs import queue
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.requests import cancel, retry, submit
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.spec import read_spec

TRAIN = ("train", "apotheon-tiny", "--manifest=d")


def test_the_highest_priority_goes_first_then_the_oldest(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    for number, priority in enumerate([0, 5, 0, 5]):
        submit(job_home, engine, TRAIN, tmp_path, name=str(number), priority=priority)
    slots = ["cpu-0", "cpu-1", "cpu-2", "cpu-3"]
    claimed = [queue.claim(engine, slot, ["gpu"]) for slot in slots]
    assert [row["name"] for row in claimed if row] == ["1", "3", "0", "2"]


def test_a_slot_holds_one_job_and_a_job_has_one_slot(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    for _ in range(20):
        submit(job_home, engine, TRAIN, tmp_path)
    names = [f"cpu-{number % 5}" for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        rows = list(threads.map(lambda slot: queue.claim(engine, slot, ["gpu"]), names))
    claimed = [row for row in rows if row]
    assert sorted(row["slot"] for row in claimed) == [f"cpu-{number}" for number in range(5)]
    assert len({row["id"] for row in claimed}) == 5
    assert queue.counts(engine) == {
        **dict.fromkeys(("completed", "failed", "cancelled"), 0), "queued": 15, "running": 5,
    }  # fmt: skip


def test_a_job_for_a_gpu_does_not_take_a_slot_of_the_cpu(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    submit(job_home, engine, TRAIN, tmp_path)
    assert queue.claim(engine, "cpu-0", ["cpu"]) is None
    assert queue.claim(engine, "gpu-0", ["gpu"]) is not None


def test_pages_go_back_in_time(job_home: JobSettings, engine: Engine, tmp_path: Path) -> None:
    for number in range(5):
        submit(job_home, engine, TRAIN, tmp_path, name=str(number))
    first = queue.page(engine, limit=2)
    second = queue.page(engine, limit=2, before=first.rows[-1]["seq"])
    assert [row["name"] for row in [*first.rows, *second.rows]] == ["4", "3", "2", "1"]
    assert first.total == 5
    assert queue.page(engine, states=["failed"]).rows == []


def test_a_job_is_found_by_the_start_of_its_id(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    row = submit(job_home, engine, TRAIN, tmp_path)
    assert queue.get(engine, row["id"][:9])["seq"] == row["seq"]
    for wrong in ("zzzz", "", "%", "' or 1=1 --"):
        with pytest.raises(UsageError, match="no job"):
            queue.get(engine, wrong)


def test_a_queued_job_is_cancelled_at_once_and_can_be_retried(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    row = submit(job_home, engine, TRAIN, tmp_path, name="mine", priority=3)
    with pytest.raises(UsageError, match="is queued: it can be retried when it has ended"):
        retry(job_home, engine, row)
    assert cancel(job_home, engine, row) == "cancelled"
    assert cancel(job_home, engine, queue.get(engine, row["id"])) == "cancelled"
    again = retry(job_home, engine, queue.get(engine, row["id"]))
    assert again["retry_of"] == row["id"] and again["command"] == row["command"]
    assert (again["name"], again["priority"], again["attempt"]) == ("mine", 3, 1)
    assert read_spec(job_home.folder / again["id"]).words == TRAIN


def test_a_change_is_made_only_where_the_state_is_the_one_seen(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    row = submit(job_home, engine, TRAIN, tmp_path)
    assert queue.end(engine, row, "queued", "cancelled")
    assert not queue.end(engine, row, "queued", "failed")
    assert queue.get(engine, row["id"])["state"] == "cancelled"


def test_only_some_commands_may_be_jobs(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="unknown command"):
        submit(job_home, engine, ["config", "show"], tmp_path)


def test_a_process_is_known_by_its_pid_and_its_start() -> None:
    own = Identity.of(os.getpid())
    assert own is not None and own.alive and Identity.parse(str(own)) == own
    assert not Identity(own.pid, "another boot").alive
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    seen = Identity.of(child.pid)
    deadline_s = time.monotonic() + 30
    while Identity.of(child.pid) is not None and time.monotonic() < deadline_s:
        time.sleep(0.01)
    assert Identity.of(child.pid) is None, "a process that waits to be reaped is over"
    child.wait()
    assert seen is None or not seen.alive
