"""What people ask of jobs: a new one, its end, the same once more."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.jobs import folder as files
from spark_trainer.jobs import queue
from spark_trainer.jobs.commands import COMMANDS, command_of, needs_of
from spark_trainer.jobs.queue import Row
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.spec import JobSpec, new_id, read_spec, write_spec


def submit(
    settings: JobSettings,
    engine: Engine,
    words: Sequence[str],
    workdir: Path,
    *,
    name: str | None = None,
    priority: int = 0,
    retries: int = 0,
) -> Row:
    """Put a command into the queue.

    Args:
        words: after `spark-trainer`; see `commands.words_of`.
        workdir: the folder that it runs in.

    Raises:
        UsageError: the command is none that may be a job.
        OutputError: its folder cannot be made.
    """
    command = command_of(words)
    if command is None:
        raise UsageError(one_of(" ".join(words[:2]), "command", list(COMMANDS)))
    spec = JobSpec(
        id=new_id(),
        words=tuple(words),
        workdir=workdir.resolve(),
        name=name or command,
        priority=priority,
        needs=needs_of(words),
        retries=retries,
        grace_s=settings.grace_s,
        created=time.time(),
    )
    return _put(settings, engine, spec)


def cancel(settings: JobSettings, engine: Engine, job: Row) -> str:
    """Ask for the end of a job; the state that it has, `cancelling` while it runs.

    Its supervisor sends SIGTERM, and SIGKILL after the job's grace. What has ended stays as it is.
    """
    if job["state"] == "queued" and queue.end(engine, job, "queued", "cancelled"):
        return "cancelled"
    now = queue.get(engine, job["id"])
    if now["state"] != "running":
        return str(now["state"])
    mark = settings.folder / job["id"] / files.CANCEL
    with output_errors(mark, "write"):
        mark.touch()
    return "cancelling"


def retry(settings: JobSettings, engine: Engine, job: Row) -> Row:
    """The same command once more, as a new job.

    Raises:
        UsageError: it has not ended.
    """
    if job["state"] not in queue.ENDED:
        raise UsageError(f"job {job['id']} is {job['state']}: it can be retried when it has ended")
    spec = read_spec(settings.folder / job["id"])
    again = {"id": new_id(), "attempt": 1, "retry_of": spec.id, "created": time.time()}
    return _put(settings, engine, spec.model_copy(update=again))


def next_attempt(settings: JobSettings, job: Row) -> JobSpec:
    """The job that repeats a failed one by itself, with a folder and without a row.

    It has the same id and folder whoever asks and however often: of those who see at once that a
    job failed one adds it to the queue, and one who was killed before that has left nothing odd.

    Raises:
        SparkTrainerError: the failed one is damaged, or the folder cannot be written.
    """
    spec = read_spec(settings.folder / job["id"])
    attempt = spec.attempt + 1
    own = hashlib.sha256(f"{spec.id} {attempt}".encode()).hexdigest()[: len(spec.id)]
    again = {"id": own, "attempt": attempt, "retry_of": spec.id, "created": time.time()}
    following = spec.model_copy(update=again)
    _make_folder(settings, following, exist_ok=True)
    return following


def _put(settings: JobSettings, engine: Engine, spec: JobSpec) -> Row:
    _make_folder(settings, spec)
    return queue.add(engine, spec)


def _make_folder(settings: JobSettings, spec: JobSpec, *, exist_ok: bool = False) -> None:
    folder = settings.folder / spec.id
    with output_errors(folder, "make"):
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(mode=0o700, exist_ok=exist_ok)
    write_spec(folder, spec)
