"""The index over folders: found, changed, gone, and made anew from the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.jobs.waiting import ended
from tests.trainers.small_runs import make_run

from spark_trainer.jobs import queue
from spark_trainer.jobs.database.engine import open_database, writing
from spark_trainer.jobs.folder import ENDED, EVENTS, STARTED, write_json
from spark_trainer.jobs.index.entries import Asked, entry, fill, index_entries, page, read_line
from spark_trainer.jobs.index.finding import id_of
from spark_trainer.jobs.index.folders import counts, refresh, row, rows
from spark_trainer.jobs.index.jobs import restore_jobs
from spark_trainer.jobs.requests import cancel, submit
from spark_trainer.jobs.settings import JobSettings


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
    gone = submit(job_home, engine, ("dataset", "verify", "gone"), tmp_path)
    lost = {"supervisor": "999999:gone", "pid": 999999, "at": 1.0}
    write_json(job_home.folder / gone["id"] / STARTED, lost)
    fresh = open_database(JobSettings(home=tmp_path / "other"))
    assert restore_jobs(job_home, fresh) == (3, [])
    known = queue.get(engine, failed["id"])
    kept = queue.get(fresh, failed["id"])
    for key in ("state", "message", "exit_code", "ended", "started", "progress"):
        assert kept[key] == known[key], key
    whole = queue.get(fresh, made["id"])
    assert (whole["state"], whole["progress"]) == ("completed", 1.0)
    assert whole["made"] == {"kind": "dataset", "path": "/d"}
    dead = queue.get(fresh, gone["id"])
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


def made_up(count: int):
    for n in range(count):
        row = {
            "id": f"{n:016x}", "name": f"clip{n % 7}.mp4", "duration_s": float(n * 7 % 100),
            "frames": n % 10, "scenes": n % 3, "width": 2, "height": 2, "fps": 25.0,
            "audio": n % 2, "captioned": 1, "transcribed": 0, "edited": 0, "offset": 0, "length": 1,
        }  # fmt: skip
        yield row, f"a {'red' if n % 3 == 0 else 'blue'} car, Straße, number{n}"


@pytest.mark.parametrize("sort", [None, "name", "duration_s", "frames", "scenes"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_are_those_of_a_sorted_list(
    engine: Engine, sort: str | None, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spark_trainer.jobs.index.entries._ANCHOR_EVERY", 7)
    fill(engine, "other", "t", 5, made_up(5))
    fill(engine, "d", "t", 60, made_up(60))
    plain = [row for row, _ in made_up(60)]
    keyed = sorted(range(60), key=lambda n: (plain[n][sort] if sort else 0, n))
    wanted = [plain[n]["id"] for n in (keyed[::-1] if descending else keyed)]
    for offset in (0, 1, 6, 7, 30, 55, 59, 60, 99):
        asked = Asked(sort=sort, descending=descending, offset=offset, limit=9)
        found = page(engine, "d", asked)
        assert [row["id"] for row in found.rows] == wanted[offset : offset + 9], offset
        assert found.total == 60


def test_words_and_filters_go_together(engine: Engine) -> None:
    fill(engine, "d", "t", 60, made_up(60))
    fill(engine, "other", "t", 60, made_up(60))
    assert page(engine, "d", Asked(words="red CAR")).total == 20
    assert page(engine, "d", Asked(words="number5")).total == 11, "the last word may go on"
    assert page(engine, "d", Asked(words="number5 car")).total == 1
    assert page(engine, "d", Asked(words="red", flags={"audio": True})).total == 10
    assert page(engine, "d", Asked(least={"duration_s": 90.0})).total == 6
    far = page(engine, "d", Asked(words="red", sort="duration_s", offset=18, limit=5))
    assert len(far.rows) == 2 and far.total == 20
    for odd in ('")', "' OR 1=1 --", "* NEAR(", "red AND NOT", "\x00", "&|!:*()", "日本"):
        page(engine, "d", Asked(words=odd))
    assert page(engine, "d", Asked(words="!!!")).total == 0
    assert page(engine, "nothing", Asked()).total == 0


def test_a_manifest_is_indexed_once_and_again_when_it_changed(
    engine: Engine, tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.jsonl"
    lines = [
        {
            "id": f"{n:016x}", "frames_dir": "f", "audio": None,
            "meta": {
                "source_path": "../v/é.mp4", "duration": 1.0, "num_frames": 1, "caption": None,
                "all_captions": ["a dog"], "transcript": None, "scenes": [],
                "video_info": {"width": 1, "height": 1, "fps": 1.0},
            },
        }
        for n in range(3)
    ]  # fmt: skip
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert index_entries(engine, "d", manifest) == 3
    found = entry(engine, "d", f"{1:016x}")
    assert found is not None and read_line(manifest, found) == lines[1]
    manifest.write_text(json.dumps(lines[2]) + "\n")
    assert index_entries(engine, "d", manifest) == 1
    assert entry(engine, "d", f"{1:016x}") is None
    assert page(engine, "d", Asked(words="dog")).total == 1


def test_others_write_while_a_set_is_filled_and_the_old_one_is_shown_until_then(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spark_trainer.jobs.index.entries._BATCH", 10)
    fill(engine, "d", "old", 5, made_up(5))
    seen = []

    def slowly():
        for one in made_up(40):
            with writing(engine) as connection:  # a job is claimed, say
                connection.exec_driver_sql("UPDATE jobs SET priority = 0")
            seen.append(page(engine, "d", Asked()).total)
            yield one

    assert fill(engine, "d", "new", 40, slowly()) == 40
    assert set(seen) == {5} and page(engine, "d", Asked()).total == 40
    with engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT id FROM entry_sets").all()) == 1
        assert len(connection.exec_driver_sql("SELECT key FROM entries").all()) == 40
        assert len(connection.exec_driver_sql("SELECT words FROM entry_words").all()) == 40


def test_a_set_that_was_left_half_filled_is_cleared_by_the_next(engine: Engine) -> None:
    def broken():
        yield from made_up(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(engine, "d", "t", 9, broken())
    assert page(engine, "d", Asked()).total == 0
    fill(engine, "d", "t", 5, made_up(5))
    assert page(engine, "d", Asked(words="car")).total == 5
    with engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT id FROM entry_sets").all()) == 1
