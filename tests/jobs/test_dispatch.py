"""Jobs as processes: real commands of ours, killed, cancelled, retried, left alone."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import Engine
from tests.jobs.waiting import ended, until

from spark_trainer.jobs import folder as files
from spark_trainer.jobs import queue
from spark_trainer.jobs.dispatch import advance
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.index.jobs import restore_jobs
from spark_trainer.jobs.requests import cancel, submit
from spark_trainer.jobs.settings import JobSettings, job_settings
from spark_trainer.jobs.spec import read_spec, write_spec

TRAIN = ("train", "apotheon-tiny", "--manifest=d")
QUICK = ("dataset", "verify", "nothing-here")


def job_of(settings: JobSettings, engine: Engine, workdir: Path, *words: str, **more: Any) -> str:
    """A job with a command that may be none otherwise."""
    row = submit(settings, engine, more.pop("instead_of", QUICK), workdir)
    folder = settings.folder / row["id"]
    spec = read_spec(folder)
    given = {"words": words or ("jobs", "logs", "--follow", row["id"]), "grace_s": 2.0, **more}
    write_spec(folder, spec.model_copy(update=given))
    return str(row["id"])


def endless(settings: JobSettings, engine: Engine, workdir: Path, **more: Any) -> str:
    """A job whose command goes on until it is ended: it follows its own log."""
    return job_of(settings, engine, workdir, **more)


def environment_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


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


def test_whoever_dies_while_a_job_is_told_as_failed_its_retry_is_not_lost_and_comes_once(
    job_home: JobSettings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submit(job_home, engine, TRAIN, tmp_path, retries=1)["id"]
    queue.claim(engine, "cpu-0", ["gpu"])
    ending = {"exit_code": 1, "at": 1.0, "cancelled": False}
    files.write_json(job_home.folder / job / files.ENDED, ending)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for where in ("_change", "_add"):
        with monkeypatch.context() as patched:
            patched.setattr(queue, where, dies)
            with pytest.raises(KeyboardInterrupt):
                advance(job_home, engine)
        assert queue.get(engine, job)["state"] == "running"
    assert restore_jobs(job_home, engine) == (1, []), "its folder is there already"
    monkeypatch.setattr("spark_trainer.jobs.dispatch.slots", lambda _: [])
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: advance(job_home, engine), range(4)))
    again, first = queue.page(engine).rows
    assert (first["state"], again["state"], again["retry_of"]) == ("failed", "queued", job)
    assert {one.name for one in job_home.folder.iterdir()} == {job, again["id"]}


def test_a_failed_job_that_cannot_be_tried_again_says_why(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    job = submit(job_home, engine, TRAIN, tmp_path, retries=1)["id"]
    queue.claim(engine, "cpu-0", ["gpu"])
    ending = {"exit_code": 1, "at": 1.0, "cancelled": False}
    files.write_json(job_home.folder / job / files.ENDED, ending)
    (job_home.folder / job / "job.json").write_text("{")
    row = ended(job_home, engine, job)
    assert row["state"] == "failed" and "it cannot be tried again: " in row["message"]
    assert queue.page(engine).total == 1


def test_a_job_whose_machine_went_down_is_tried_again(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    job = submit(job_home, engine, QUICK, tmp_path, retries=1)["id"]
    queue.claim(engine, "cpu-0", ["cpu"])
    start = {"supervisor": "999999:another boot", "pid": 999999, "at": 1.0}
    files.write_json(job_home.folder / job / files.STARTED, start)
    assert "its process was killed" in ended(job_home, engine, job)["message"]
    again = queue.page(engine).rows[0]
    assert (again["retry_of"], again["attempt"]) == (job, 2)
    ended(job_home, engine, again["id"])


def test_a_job_that_is_killed_is_told_as_failed_and_one_that_is_cancelled_as_that(
    job_home: JobSettings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_TRAINER_CPU_SLOTS", "3")
    settings = job_settings()
    killed, orphaned, cancelled = (endless(settings, engine, tmp_path) for _ in range(3))

    def all_run() -> bool:  # of two who claim at once, one may leave the job to the next look
        advance(settings, engine)
        return queue.counts(engine)["running"] == 3

    until(all_run)
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


@pytest.mark.parametrize("how", ["cancel", "supervisor"])
def test_a_command_that_is_told_to_end_and_ends_well_is_not_complete(
    job_home: JobSettings, engine: Engine, tmp_path: Path, how: str
) -> None:
    """As a training does, which saves a checkpoint; here it is a server."""
    job = job_of(job_home, engine, tmp_path, "serve", "--port", "0", grace_s=60.0)
    advance(job_home, engine)
    until(lambda: any("http://" in line for line in files.log_tail(job_home.folder / job)))
    if how == "cancel":
        cancel(job_home, engine, queue.get(engine, job))
    else:
        os.kill(int(str(started(job_home, job)["supervisor"]).split(":")[0]), signal.SIGTERM)
    row = ended(job_home, engine, job)
    wanted = ("cancelled", 0) if how == "cancel" else ("failed", 128 + signal.SIGTERM)
    assert (row["state"], row["exit_code"]) == wanted
    assert row["progress"] is None


def test_a_command_that_does_not_end_is_killed_after_its_grace(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    job = endless(job_home, engine, tmp_path, grace_s=0.5)
    advance(job_home, engine)
    command = psutil.Process(started(job_home, job)["pid"])
    command.suspend()  # it does not hear SIGTERM, once it stands still
    until(lambda: command.status() == psutil.STATUS_STOPPED)
    cancel(job_home, engine, queue.get(engine, job))
    row = ended(job_home, engine, job)
    assert (row["state"], row["exit_code"]) == ("cancelled", 128 + signal.SIGKILL)


def test_each_gpu_has_a_job_that_sees_it_alone_and_a_job_of_the_cpu_sees_none(
    job_home: JobSettings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,1,0")
    monkeypatch.setenv("SPARK_TRAINER_GPUS", "2")
    settings = job_settings()
    train = ("train", "apotheon-tiny", "--manifest=d")
    jobs = [endless(settings, engine, tmp_path, instead_of=words) for words in (train,) * 3]
    jobs.append(endless(settings, engine, tmp_path))
    advance(settings, engine)
    rows = [queue.get(engine, job) for job in jobs]
    assert [row["slot"] for row in rows] == ["gpu-3", "gpu-1", None, "cpu-0"]
    seen = [environment_of(started(settings, jobs[n])["pid"]) for n in (0, 1, 3)]
    assert [one["CUDA_VISIBLE_DEVICES"] for one in seen] == ["3", "1", ""]
    assert {one["CUDA_DEVICE_ORDER"] for one in seen} == {"PCI_BUS_ID"}
    # The supervisor of a job starts the next one, and has all that its own starter had.
    cancel(settings, engine, rows[0])
    begun = until(lambda: files.read_json(settings.folder / jobs[2] / files.STARTED))
    assert environment_of(begun["pid"])["CUDA_VISIBLE_DEVICES"] == "3"
    for job in jobs[1:]:
        cancel(settings, engine, queue.get(engine, job))
        ended(settings, engine, job)


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
