"""The queue: one table. A job is claimed by one process, whoever else looks at the same time."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import STATES, jobs
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.spec import JobSpec

ENDED = ("completed", "failed", "cancelled")
Row = RowMapping


@dataclass(frozen=True)
class Page:
    """Some of the jobs, the newest first."""

    rows: Sequence[Row]
    total: int


def add(engine: Engine, spec: JobSpec) -> Row:
    """Put a job into the queue; its folder is there."""
    with writing(engine) as connection:
        return _add(connection, spec)


def _add(connection: Connection, spec: JobSpec) -> Row:
    row = {
        "id": spec.id,
        "state": "queued",
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
    }
    return connection.execute(insert(jobs).values(row).returning(jobs)).one()._mapping


def get(engine: Engine, job: str) -> Row:
    """The job of that id, or the only one whose id begins so.

    Raises:
        UsageError: there is none, or there are several.
    """
    wanted = job if job.isalnum() and len(job) <= 16 else ""
    with engine.connect() as connection:
        if not wanted:
            found: Sequence[Any] = []
        else:
            query = select(jobs).where(jobs.c.id.startswith(wanted, autoescape=True)).limit(2)
            found = connection.execute(query).all()
    if not found:
        raise UsageError(
            f"no job {printable(job)[:40]}; `spark-trainer jobs list` shows those that there are"
        )
    if len(found) > 1:
        raise UsageError(f"more than one job begins with {wanted}: give more of its id")
    row: Row = found[0]._mapping
    return row


def page(
    engine: Engine, *, states: Collection[str] = STATES, limit: int = 50, before: int | None = None
) -> Page:
    """Jobs of these states, the newest first.

    Args:
        before: `seq` of the last one of the page before.
    """
    wanted = jobs.c.state.in_(states)
    query = select(jobs).where(wanted).order_by(jobs.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(jobs.c.seq < before)
    with engine.connect() as connection:
        rows = [row._mapping for row in connection.execute(query)]
        total = connection.execute(select(func.count()).where(wanted)).scalar_one()
    return Page(rows, total)


def counts(engine: Engine) -> dict[str, int]:
    """How many there are of each state."""
    query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    with engine.connect() as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state, 0) for state in STATES}


def running(engine: Engine) -> list[Row]:
    query = select(jobs).where(jobs.c.state == "running").order_by(jobs.c.seq)
    with engine.connect() as connection:
        return [row._mapping for row in connection.execute(query)]


def claim(engine: Engine, slot: str, needs: Collection[str]) -> Row | None:
    """Take the next job for a free slot; None where none waits, or the slot was just taken."""
    waiting = (
        select(jobs.c.seq)
        .where(jobs.c.state == "queued", jobs.c.needs.in_(needs))
        .order_by(jobs.c.priority.desc(), jobs.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    claimed = (
        update(jobs)
        .where(jobs.c.seq == waiting, jobs.c.state == "queued")
        .values(state="running", slot=slot, claimer=str(Identity.of(os.getpid())))
        .returning(jobs)
    )
    try:
        with writing(engine) as connection:
            row = connection.execute(claimed).one_or_none()
    except IntegrityError:  # somebody else has the slot
        return None
    return None if row is None else row._mapping


def change(engine: Engine, job: Row, was: str, **values: Any) -> bool:
    """Change a job that still has the state that was seen; False where it has another."""
    with writing(engine) as connection:
        return _change(connection, job, was, **values)


def _change(connection: Connection, job: Row, was: str, **values: Any) -> bool:
    seen = jobs.c.seq == job["seq"], jobs.c.state == was
    return connection.execute(update(jobs).where(*seen).values(**values)).rowcount == 1


def end(
    engine: Engine, job: Row, was: str, state: str, *, then: JobSpec | None = None, **values: Any
) -> bool:
    """Give a job its last state, and the queue the one that follows it, both or neither."""
    ended = {"state": state, "slot": None, "ended": time.time(), **values}
    with writing(engine) as connection:
        changed = _change(connection, job, was, **ended)
        if changed and then is not None and not _is_there(connection, then.id):
            _add(connection, then)
    return changed


def _is_there(connection: Connection, job: str) -> bool:
    """Whether it has a row: one whose writer was killed may have been restored from its folder."""
    return connection.execute(select(jobs.c.seq).where(jobs.c.id == job)).first() is not None
