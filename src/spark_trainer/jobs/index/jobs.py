"""Rows of jobs from their folders, where the database was lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert, select

from spark_trainer.core.errors import RunError
from spark_trainer.jobs import folder as files
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import jobs
from spark_trainer.jobs.dispatch import outcome, reason
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.spec import FILE, JobSpec, read_spec


def restore_jobs(settings: JobSettings, engine: Engine) -> tuple[int, list[str]]:
    """Add jobs that have a folder and no row; how many, and what could not be read.

    One that was waiting waits again; one that nobody can tell of has failed.
    """
    with engine.connect() as connection:
        known = set(connection.execute(select(jobs.c.id)).scalars())
    specs, problems = [], []
    for folder in sorted(settings.folder.glob("*")):
        if folder.name in known or not (folder / FILE).exists():
            continue
        try:
            specs.append(read_spec(folder))
        except RunError as e:
            problems.append(str(e))
    specs.sort(key=lambda spec: (spec.created, spec.id))
    rows = [_row(settings, spec) for spec in specs]
    with writing(engine) as connection:
        for row in rows:
            connection.execute(insert(jobs).values(row))
    return len(specs), problems


def _row(settings: JobSettings, spec: JobSpec) -> dict[str, Any]:
    return {
        "id": spec.id,
        "name": spec.name,
        "words": list(spec.words),
        "command": spec.command,
        "workdir": str(spec.workdir),
        "priority": spec.priority,
        "needs": spec.needs,
        "retries": spec.retries,
        "attempt": spec.attempt,
        "retry_of": spec.retry_of,
        "created": spec.created,
        **_state(settings, spec.id),
    }


def _state(settings: JobSettings, job: str) -> dict[str, Any]:
    folder = settings.folder / job
    started, ended = files.read_json(folder / files.STARTED), files.read_ended(folder)
    told: dict[str, Any] = {}
    if started is not None:
        told = {"supervisor": started["supervisor"], "started": started["at"]}
    if ended is not None:
        state = "cancelled" if ended.cancelled else "failed" if ended.exit_code else "completed"
        if state == "failed":
            told["message"] = reason(folder, ended.exit_code)
        told |= {"exit_code": ended.exit_code, "ended": ended.at, **outcome(folder, state)}
        return {**told, "state": state}
    if started is None:
        return {"state": "queued"}
    if Identity.parse(started["supervisor"]).alive:
        return {**told, "state": "running", "claimer": started["supervisor"]}
    return {**told, "state": "failed", "message": reason(folder, None)}
