"""`/api/jobs`: commands in the queue; the same as `spark-trainer jobs`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, JsonValue
from sqlalchemy import Engine

from spark_trainer.core.errors import RunError, UsageError
from spark_trainer.jobs import queue, requests
from spark_trainer.jobs.commands import words_of
from spark_trainer.jobs.database.tables import STATES
from spark_trainer.jobs.event_lines import new_lines
from spark_trainer.jobs.folder import EVENTS, LOG, log_tail
from spark_trainer.jobs.index import folders
from spark_trainer.jobs.index.finding import id_of
from spark_trainer.jobs.queue import Row
from spark_trainer.jobs.spec import read_spec
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.log_search import LogHits, Most, Text, search_log
from spark_trainer.server.routes.log_text import Before, LogPart, Offset, Tail, read_part
from spark_trainer.server.routes.shapes import Asked, Shape, example
from spark_trainer.server.security.job_paths import check_paths

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
EVENTS_A_PAGE = 2000
_PARTS = 20
"""Of such, read for one answer that leaves some out."""
State = Literal["queued", "running", "completed", "failed", "cancelled"]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", examples=["43a31dc94af90e87"])]
Scalar = Annotated[str, Field(max_length=4096)] | int | float | bool

EXAMPLE: dict[str, JsonValue] = {
    "id": "43a31dc94af90e87",
    "name": "my first training",
    "state": "running",
    "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
    "progress": 0.4,
    "priority": 0,
    "needs": "gpu",
    "slot": "cpu-0",
    "attempt": 1,
    "retries": 0,
    "retry_of": None,
    "created": 1795451948.9,
    "started": 1795451949.3,
    "ended": None,
    "exit_code": None,
    "message": None,
    "made": {"kind": "run", "path": "/home/ada/runs/apotheon-tiny-1", "id": "6c9ee2fe910bce86"},
}


class Made(Shape):
    """The folder that a job writes, or wrote."""

    kind: Literal["dataset", "run", "model"]
    path: str
    id: str | None
    """Its id in `/api/datasets`, `/api/runs` or `/api/models`; null while it is not there."""


class Job(Shape):
    """A command, and how it stands. Times are seconds since 1970."""

    model_config = example(EXAMPLE)

    id: str
    name: str
    state: State
    command: str
    """For a terminal."""
    progress: float | None
    """Share that is done; null where nothing tells."""
    priority: int
    needs: Literal["cpu", "gpu"]
    slot: str | None
    attempt: int
    retries: int
    retry_of: str | None
    created: float
    started: float | None
    ended: float | None
    exit_code: int | None
    message: str | None
    made: Made | None
    """Null while it has not told, and of jobs that write none."""


class JobDetail(Job):
    """With the end of its log."""

    model_config = example(
        {
            **EXAMPLE,
            "workdir": "/home/ada",
            "folder": "/home/ada/.spark_trainer/jobs/43a31dc94af90e87",
            "grace_s": 30.0,
            "log": ["step 42 epoch 42 loss 10.347", "step 43 epoch 43 loss 10.122"],
        }
    )

    workdir: str
    folder: str
    grace_s: float | None
    """Seconds that it has to end after SIGTERM, before SIGKILL; null where its folder is gone."""
    log: list[str]


class Jobs(Shape):
    """A page, the newest first."""

    model_config = example({"jobs": [EXAMPLE], "total": 1, "next": None})

    jobs: list[Job]
    total: int
    next: int | None
    """`before` of the next page."""


class NewJob(Asked):
    """What is asked for."""

    model_config = example(
        {
            "command": "train",
            "arguments": ["apotheon-tiny"],
            "options": {"manifest": "datasets/pets", "epochs": 2},
            "name": "my first training",
        }
    )

    command: str = Field(max_length=40)
    """As `train` or `dataset build`."""
    arguments: list[Annotated[str, Field(max_length=4096)]] = Field([], max_length=20)
    options: dict[str, Scalar | list[Scalar] | None] = Field({}, max_length=60)
    """By name, without `--`. true is a flag, false is `--no-NAME`, a list repeats it."""
    name: str | None = Field(None, max_length=200, pattern=r"^[^\x00]*$")
    priority: int = Field(0, ge=-1000, le=1000)
    retries: int = Field(0, ge=0, le=100)


class JobEvents(Shape):
    """Some of what a job told of itself, in order."""

    model_config = example(
        {
            "events": [{"seq": 1, "time": 1795878561.8, "event": "build_started", "videos": 4}],
            "next": 83,
            "more": False,
        }
    )

    events: list[dict[str, Any]]
    """Each has `event`, its kind, `seq` and `time`; the rest is the kind's."""
    next: int
    """The offset after them."""
    more: bool
    """There are more already."""


class Cancelled(Shape):
    """What a request to end a job came to."""

    model_config = example({"state": "cancelling"})

    state: State | Literal["cancelling"]


def job_json(row: Mapping[Any, Any], indexed: Collection[str] = ()) -> dict[str, Any]:
    """What is told of a job.

    Args:
        indexed: ids of folders that the index knows.
    """
    told = {name: row[name] for name in Job.model_fields}
    if made := row["made"]:
        number = id_of(FilePath(made["path"]))
        told["made"] = {**made, "id": number if number in indexed else None}
    return told


def jobs_json(engine: Engine, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The same of several, with the ids of what they made."""
    paths = [FilePath(row["made"]["path"]) for row in rows if row["made"]]
    indexed = folders.known(engine, [id_of(path) for path in paths])
    return [job_json(row, indexed) for row in rows]


@router.get("", response_model=Jobs)
async def list_jobs(
    shared: Shared,
    state: Annotated[list[State] | None, Query(max_length=5)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> Response:
    """Jobs, the newest first."""
    key = (tuple(state or ()), limit, before)
    at = shared.answers.stamp(shared.hub.newest)
    found = shared.answers.get(key, at)
    if found is None:
        found = await aside(_list, shared, state, limit, before)
        shared.answers.put(key, at, found)
    return Response(found, media_type="application/json")


def _list(shared: Parts, state: list[State] | None, limit: int, before: int | None) -> bytes:
    page = queue.page(shared.engine, states=state or STATES, limit=limit, before=before)
    more = len(page.rows) == limit
    answer = Jobs(
        jobs=[Job(**told) for told in jobs_json(shared.engine, page.rows)],
        total=page.total,
        next=page.rows[-1]["seq"] if more else None,
    )
    return answer.model_dump_json().encode()


@router.post("", status_code=201)
async def start_job(asked: NewJob, shared: Shared) -> Job:
    """Put a command into the queue. Paths must lie in folders that the server's settings name."""
    check_paths(shared.settings, asked.command, asked.arguments, asked.options)
    words = words_of(asked.command, asked.arguments, asked.options)
    row = await aside(
        lambda: requests.submit(
            shared.settings,
            shared.engine,
            words,
            shared.settings.workdir,
            name=asked.name,
            priority=asked.priority,
            retries=asked.retries,
        )
    )
    shared.look_now()
    return Job(**job_json(row))


@router.get("/{job}")
async def show_job(job: JobId, shared: Shared) -> JobDetail:
    """One job, with the end of its log."""
    return await aside(_detail, shared, job)


def _detail(shared: Parts, job: str) -> JobDetail:
    row, folder = _get(shared, job), shared.settings.folder / job
    (told,) = jobs_json(shared.engine, [row])
    return JobDetail(
        **told,
        workdir=row["workdir"],
        folder=str(folder),
        grace_s=_grace_s(folder),
        log=log_tail(folder),
    )


def _grace_s(folder: FilePath) -> float | None:
    try:
        return read_spec(folder).grace_s
    except RunError:
        return None


@router.get("/{job}/log")
async def read_job_log(
    job: JobId, shared: Shared, offset: Offset = 0, before: Before = None, tail: Tail = False
) -> LogPart:
    """What it wrote, from an offset on, or up to one; nothing of it raw."""
    await aside(_get, shared, job)
    return await aside(read_part, shared.settings.folder / job / LOG, offset, before, tail)


@router.get("/{job}/log/search")
async def search_job_log(
    job: JobId, shared: Shared, text: Text, before: Before = None, limit: Most = 100
) -> LogHits:
    """Lines of the whole log that have a text, the newest first."""
    await aside(_get, shared, job)
    path = shared.settings.folder / job / LOG
    return await aside(search_log, path, text, before, limit)


@router.get("/{job}/events")
async def read_job_events(
    job: JobId,
    shared: Shared,
    after: Annotated[int, Query(ge=0, le=2**62, description="`next` of the page before.")] = 0,
    leave_out: Annotated[
        list[Annotated[str, Query(max_length=64)]] | None,
        Query(max_length=20, description="Kinds that are not wanted, such as `step`."),
    ] = None,
) -> JobEvents:
    """What it told since it began: the same lines that `/api/events` tells as they come."""
    await aside(_get, shared, job)
    path = shared.settings.folder / job / EVENTS
    return await aside(_events, path, after, frozenset(leave_out or ()))


def _events(path: FilePath, after: int, leave_out: frozenset[str]) -> JobEvents:
    end = after
    found: list[dict[str, Any]] = []
    for _ in range(_PARTS if leave_out else 1):
        begin = end
        lines, end = new_lines(path, begin, EVENTS_A_PAGE)
        found += [line for line in lines if line["event"] not in leave_out]
        if end == begin or len(found) >= EVENTS_A_PAGE:
            break
    return JobEvents(events=found, next=end, more=end > after and bool(new_lines(path, end, 1)[0]))


@router.post("/{job}/cancel")
async def cancel_job(job: JobId, shared: Shared) -> Cancelled:
    """End a job: SIGTERM, and SIGKILL after its grace."""
    row = await aside(_get, shared, job)
    state = await aside(requests.cancel, shared.settings, shared.engine, row)
    shared.look_now()
    return Cancelled.model_validate({"state": state})


@router.post("/{job}/retry", status_code=201)
async def retry_job(job: JobId, shared: Shared) -> Job:
    """The same command once more, as a new job."""
    row = await aside(_get, shared, job)
    if row["state"] not in queue.ENDED:
        raise ProblemError(409, f"job {job} is {row['state']}: it can be retried when it has ended")
    made = await aside(requests.retry, shared.settings, shared.engine, row)
    shared.look_now()
    return Job(**job_json(made))


def _get(shared: Parts, job: str) -> Row:
    try:
        return queue.get(shared.engine, job)
    except UsageError:
        raise ProblemError(404, f"no job {job}") from None
