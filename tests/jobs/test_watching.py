"""Events of jobs: each once, in order, over every restart; and progress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from spark_trainer.jobs import folder as files
from spark_trainer.jobs import queue
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import events
from spark_trainer.jobs.progress import Progress
from spark_trainer.jobs.requests import cancel, submit
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.watching import Watcher, last_id, replay

TRAIN = ("train", "apotheon-tiny", "--manifest=d")


def line(number: int, **more: object) -> bytes:
    return json.dumps({"seq": number, "event": "step", "progress": number / 10, **more}).encode()


@pytest.fixture
def job(job_home: JobSettings, engine: Engine, tmp_path: Path) -> str:
    """A job that is claimed by this process, and so is left alone."""
    row = submit(job_home, engine, TRAIN, tmp_path)
    queue.claim(engine, "cpu-0", ["gpu"])
    return str(row["id"])


def test_each_line_is_told_once_and_half_a_line_when_it_is_whole(
    job_home: JobSettings, engine: Engine, job: str
) -> None:
    path = job_home.folder / job / files.EVENTS
    path.write_bytes(line(1) + b"\n" + line(2) + b"\nnot json\n" + line(3)[:10])
    found = Watcher(job_home, engine).look()
    assert [(e.topic, e.data.get("seq")) for e in found] == [
        ("progress", 1), ("progress", 2), ("job", None),
    ]  # fmt: skip
    assert found[-1].data["state"] == "running" and found[-1].data["progress"] == 0.2
    again = Watcher(job_home, engine)  # as after a restart
    assert again.look() == []
    with path.open("ab") as stream:
        stream.write(line(3)[10:] + b"\n")
    assert [e.data["seq"] for e in again.look()] == [3]
    assert queue.get(engine, job)["progress"] == 0.3
    told = replay(engine, 0)
    assert told is not None
    assert [e.id for e in told] == sorted({e.id for e in told}) and len(told) == 4


def test_the_last_words_of_a_job_come_before_its_end(
    job_home: JobSettings, engine: Engine, job: str
) -> None:
    path = job_home.folder / job / files.EVENTS
    path.write_bytes(b"".join(line(n) + b"\n" for n in range(1, 1201)))
    files.write_json(
        job_home.folder / job / files.ENDED, {"exit_code": 0, "at": 1.0, "cancelled": False}
    )
    watcher, found = Watcher(job_home, engine), []
    for _ in range(5):
        found += watcher.look()
    assert [e.data["seq"] for e in found[:-1]] == list(range(1, 1201))
    assert found[-1].topic == "job" and found[-1].data["state"] == "completed"


def test_a_change_made_by_somebody_else_is_told(
    job_home: JobSettings, engine: Engine, tmp_path: Path
) -> None:
    row = submit(job_home, engine, TRAIN, tmp_path)
    cancel(job_home, engine, row)
    (found,) = Watcher(job_home, engine).look()
    assert found.data["state"] == "cancelled" and found.data["command"] == row["command"]
    assert Watcher(job_home, engine).look() == []


def test_what_is_no_longer_kept_cannot_be_replayed(
    job_home: JobSettings, engine: Engine, job: str
) -> None:
    path = job_home.folder / job / files.EVENTS
    path.write_bytes(b"".join(line(n) + b"\n" for n in range(1, 6)))
    Watcher(job_home, engine).look()
    newest = last_id(engine)
    with writing(engine) as connection:
        connection.execute(delete(events).where(events.c.id <= newest - 2))
    assert replay(engine, newest - 4) is None
    assert [e.id for e in replay(engine, newest - 2) or ()] == [newest - 1, newest]
    assert replay(engine, newest) == []


@given(
    st.lists(
        st.one_of(
            st.builds(lambda v: {"event": "step", "progress": v}, st.floats(0, 1)),
            st.builds(lambda n: {"event": "build_started", "videos": n}, st.integers(0, 9)),
            st.builds(
                lambda v, s, o: {"event": "progress", "video": v, "seconds": s, "of_s": o},
                *(st.integers(0, 9), st.floats(0, 99), st.floats(0, 99)),
            ),
            st.sampled_from([{"event": "video_done", "number": 1}, {"event": "video_failed"}, {}]),
        ),
        max_size=30,
    )
)
def test_progress_is_a_share_whatever_the_events(told: list[dict[str, float]]) -> None:
    progress = Progress()
    for event in told:
        progress.take(event)
        assert progress.share is None or 0 <= progress.share <= 1


def test_a_build_is_done_when_its_videos_are() -> None:
    progress = Progress()
    progress.take({"event": "build_started", "videos": 2})
    assert progress.share == 0
    progress.take({"event": "progress", "video": 1, "seconds": 5.0, "of_s": 10.0})
    assert progress.share == 0.125
    for number in (1, 2):
        progress.take({"event": "video_done", "number": number})
    assert progress.share == 1


def test_the_folder_that_a_job_writes_is_kept_with_it(
    job_home: JobSettings, engine: Engine, job: str
) -> None:
    path = job_home.folder / job / files.EVENTS
    told = {"event": "output", "kind": "run", "path": "/r/1", "more": 1}
    path.write_text(json.dumps(told) + "\n")
    watcher = Watcher(job_home, engine)
    assert watcher.look()[-1].data["made"] == {"kind": "run", "path": "/r/1"}
    with path.open("ab") as stream:
        stream.write(line(1) + b"\n")
    watcher.look()
    assert queue.get(engine, job)["made"] == {"kind": "run", "path": "/r/1"}
