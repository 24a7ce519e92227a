"""The index over folders: found, changed, gone, and made anew from the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.jobs.waiting import ended
from tests.trainers.small_runs import make_run

from spark_trainer.jobs import queue
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.folder import ENDED, EVENTS, STARTED, write_json
from spark_trainer.jobs.index.finding import id_of
from spark_trainer.jobs.index.folders import counts, refresh, row, rows
from spark_trainer.jobs.index.jobs import restore_jobs
from spark_trainer.jobs.requests import cancel, submit
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.spec import new_id, read_spec, write_spec


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "datasets"
    folder.mkdir()
    return folder


def dataset(folder: Path, **counted: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    card = {"counts": {"videos": 2, **counted}, "files": {}, "settings": {}}
    (folder / "dataset.json").write_text(json.dumps(card))


def test_folders_are_found_changed_and_gone(engine: Engine, root: Path) -> None:
    dataset(root / "a")
    dataset(root / "group/b")
    (root / "linked").symlink_to(root / "a")
    dataset(root / "x/y/z/too/deep")
    assert len(refresh(engine, [root])) == 2
    assert refresh(engine, [root]) == []
    dataset(root / "a", videos=3)
    assert refresh(engine, [root]) == [id_of(root / "a")]
    found = row(engine, "dataset", id_of(root / "a"))
    assert found is not None and found["facts"]["counts"] == {"videos": 3}
    (root / "a/dataset.json").unlink()
    assert refresh(engine, [root]) == [id_of(root / "a")]
    assert [one["name"] for one in rows(engine, "dataset")] == ["group/b"]


def test_a_damaged_folder_is_in_it_with_what_is_wrong(engine: Engine, root: Path) -> None:
    (root / "a").mkdir()
    (root / "a/dataset.json").write_text("{")
    (root / "r").mkdir()
    (root / "r/run.json").write_text("{}")
    refresh(engine, [root])
    assert counts(engine) == {"dataset": 1, "run": 1, "model": 0}
    assert "not JSON" in rows(engine, "dataset")[0]["facts"]["problem"]
    assert rows(engine, "run")[0]["facts"]["state"] == "damaged"


def test_a_restored_job_says_what_it_said_before(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    failed = submit(job_home, engine, ("dataset", "verify", "nothing-here"), tmp_path)
    ended(job_home, engine, failed["id"])
    made = submit(job_home, engine, ("dataset", "verify", "other"), tmp_path)
    ended(job_home, engine, made["id"])
    folder = job_home.folder / made["id"]
    write_json(folder / ENDED, {"exit_code": 0, "at": 5.0, "cancelled": False})
    event = {"event": "output", "kind": "dataset", "path": "/d"}
    (folder / EVENTS).write_text(f"no event\n{json.dumps(event)}\n")
    gone = read_spec(folder).model_copy(update={"id": new_id()})  # no row: nobody can start it
    (job_home.folder / gone.id).mkdir()
    write_spec(job_home.folder / gone.id, gone)
    lost = {"supervisor": "999999:gone", "pid": 999999, "at": 1.0}
    write_json(job_home.folder / gone.id / STARTED, lost)
    fresh = open_database(JobSettings(home=tmp_path / "other"))
    assert restore_jobs(job_home, fresh) == (3, [])
    known = queue.get(engine, failed["id"])
    kept = queue.get(fresh, failed["id"])
    for key in ("state", "message", "exit_code", "ended", "started", "progress"):
        assert kept[key] == known[key], key
    whole = queue.get(fresh, made["id"])
    assert (whole["state"], whole["progress"]) == ("completed", 1.0)
    assert whole["made"] == {"kind": "dataset", "path": "/d"}
    dead = queue.get(fresh, gone.id)
    assert dead["state"] == "failed" and "its process was killed" in dead["message"]
    fresh.dispose()


def test_a_model_in_a_run_says_what_it_was_trained_from(engine: Engine, root: Path) -> None:
    run = make_run(root / "r", losses=[1.0], config={"trainer": "apotheon-multimodal"})
    (run / "model").mkdir()
    (run / "model/config.json").write_text("{}")
    refresh(engine, [root])
    facts = rows(engine, "model")[0]["facts"]
    assert (facts["template"], facts["trainer"]) == ("apotheon-tiny", "apotheon-multimodal")
    assert facts["run"] == id_of(run)
    (run / "run.json").write_text("{")
    refresh(engine, [root], anew=True)
    assert "template" not in rows(engine, "model")[0]["facts"]


def test_jobs_are_restored_where_the_database_was_lost(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    waiting = submit(job_home, engine, ("models", "pull", "blip"), tmp_path, priority=4)
    cancel(job_home, engine, submit(job_home, engine, ("models", "pull", "blip"), tmp_path))
    (job_home.folder / "0000000000000000").mkdir()
    (job_home.folder / "0000000000000000/job.json").write_text("?")
    fresh = open_database(JobSettings(home=tmp_path / "other"))
    restored, problems = restore_jobs(job_home, fresh)
    assert restored == 2 and "job.json: damaged" in problems[0]
    kept = queue.get(fresh, waiting["id"])
    assert (kept["state"], kept["priority"], kept["command"]) == (
        "queued", 4, "spark-trainer models pull blip",
    )  # fmt: skip
    assert restore_jobs(job_home, fresh)[0] == 0
    fresh.dispose()
