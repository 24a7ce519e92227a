"""Jobs as processes: real commands of ours, killed, cancelled, retried, left alone."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.jobs.waiting import ended, until

from spark_trainer.jobs import folder as files
from spark_trainer.jobs import queue
from spark_trainer.jobs.dispatch import advance
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.requests import cancel, submit
from spark_trainer.jobs.settings import JobSettings, job_settings
from spark_trainer.jobs.spec import read_spec, write_spec

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
QUICK = ("dataset", "verify", "nothing-here")


def endless(settings: JobSettings, engine: Engine, workdir: Path) -> str:
    """A job whose command goes on until it is ended: it follows its own log."""
    row = submit(settings, engine, QUICK, workdir)
    folder = settings.folder / row["id"]
    spec = read_spec(folder)
    words = ("jobs", "logs", "--follow", row["id"])
    write_spec(folder, spec.model_copy(update={"words": words, "grace_s": 2.0}))
    return str(row["id"])


def started(settings: JobSettings, job: str) -> dict[str, int]:
    return until(lambda: files.read_json(settings.folder / job / files.STARTED))


def test_a_command_that_fails_is_told_with_the_end_of_its_log_and_the_next_begins(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    first = submit(job_home, engine, QUICK, tmp_path, retries=1)
    second = submit(job_home, engine, QUICK, tmp_path, priority=-1)
    row = ended(job_home, engine, first["id"])
    assert (row["state"], row["exit_code"], row["slot"]) == ("failed", 1, None)
    assert "exit code 1. error: " in row["message"] and "nothing-here" in row["message"]
    assert row["started"] <= row["ended"]
    assert ended(job_home, engine, second["id"])["state"] == "failed"
    again = [one for one in queue.page(engine).rows if one["retry_of"] == first["id"]]
    assert [one["attempt"] for one in again] == [2]
    assert ended(job_home, engine, again[0]["id"])["state"] == "failed"
    assert queue.page(engine).total == 3, "it was to be retried once"


def test_a_job_that_is_killed_is_told_as_failed_and_one_that_is_cancelled_as_that(
    job_home: JobSettings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_TRAINER_CPU_SLOTS", "3")
    settings = job_settings()
    killed, orphaned, cancelled = (endless(settings, engine, tmp_path) for _ in range(3))
    assert len(advance(settings, engine)) == 3
    groups = {job: started(settings, job) for job in (killed, orphaned, cancelled)}
    assert not advance(settings, engine) or queue.counts(engine)["running"] == 3
    os.kill(groups[killed]["pid"], signal.SIGKILL)
    os.kill(int(str(groups[orphaned]["supervisor"]).split(":")[0]), signal.SIGKILL)
    assert cancel(settings, engine, queue.get(engine, cancelled)) == "cancelling"
    row = ended(settings, engine, killed)
    assert (row["state"], row["exit_code"]) == ("failed", 137)
    assert "ended by signal 9" in row["message"]
    row = ended(settings, engine, orphaned)
    assert row["state"] == "failed" and "its process was killed" in row["message"]
    until(lambda: Identity.of(groups[orphaned]["pid"]) is None)
    assert ended(settings, engine, cancelled)["state"] == "cancelled"
    assert Identity.of(groups[cancelled]["pid"]) is None


def test_a_job_whose_claimer_died_before_it_began_waits_again(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    job = submit(job_home, engine, QUICK, tmp_path)["id"]
    queue.claim(engine, "cpu-0", ["cpu"])
    queue.change(engine, queue.get(engine, job), "running", claimer="999999:gone")
    advance(job_home, engine)
    assert queue.get(engine, job)["state"] in ("queued", "running")
    assert ended(job_home, engine, job)["exit_code"] == 1


def test_a_damaged_job_fails_and_does_not_stay(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    job = submit(job_home, engine, QUICK, tmp_path)["id"]
    (job_home.folder / job / "job.json").write_text("{")
    row = ended(job_home, engine, job)
    assert row["state"] == "failed" and "job.json: damaged" in row["message"]


def test_secrets_reach_a_job_and_the_token_does_not(
    job_home: JobSettings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spark_trainer.jobs.secret_store import set_secret

    set_secret(job_home.home, "hub_token", "canary-1")
    monkeypatch.setenv("SPARK_TRAINER_TOKEN", "canary-2-is-the-token")
    job = endless(job_home, engine, tmp_path)
    advance(job_home, engine)
    pid = started(job_home, job)["pid"]
    told = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"HF_TOKEN=canary-1" in told and b"canary-2" not in told
    cancel(job_home, engine, queue.get(engine, job))
    ended(job_home, engine, job)
    facts = json.dumps([dict(row) for row in queue.page(engine).rows])
    written = b"".join(p.read_bytes() for p in (job_home.folder / job).iterdir())
    assert "canary" not in facts and b"canary" not in written
