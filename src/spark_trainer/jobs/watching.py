"""What happens to jobs, as a row of numbered events that is never told twice and has no gap.

How much of a job has been told stands in the same transaction as what is told, so a server that
is killed goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

from spark_trainer.jobs import folder as files
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import events, jobs
from spark_trainer.jobs.dispatch import advance
from spark_trainer.jobs.event_lines import MOST_LINES, all_lines, made_of, new_lines
from spark_trainer.jobs.progress import Progress
from spark_trainer.jobs.queue import Row
from spark_trainer.jobs.settings import JobSettings

KEPT = 50_000
"""Events that can be replayed."""
_TIDY_EVERY = 1000


@dataclass(frozen=True)
class Event:
    """One row of the stream."""

    id: int
    topic: str
    """`job`: a job changed; `progress`: a line of its events."""
    subject: str
    """The job's id."""
    data: Mapping[str, Any]


def told(job: Mapping[Any, Any]) -> dict[str, Any]:
    """What an event says of a job that changed."""
    keys = ("id", "name", "state", "command", "progress", "exit_code", "message", "slot", "made")
    return {key: job[key] for key in keys}


class Watcher:
    """Looks at the jobs again and again; one a database."""

    def __init__(self, settings: JobSettings, engine: Engine) -> None:
        self._settings, self._engine = settings, engine
        self._progress: dict[str, Progress] = {}
        self._untidied = 0

    def look(self) -> list[Event]:
        """Let jobs go on, and what is new about them.

        Raises:
            SparkTrainerError: the database or a folder cannot be used.
        """
        advance(self._settings, self._engine)
        wanted = or_(jobs.c.state == "running", jobs.c.published != jobs.c.state)
        with self._engine.connect() as connection:
            query = select(jobs).where(wanted).order_by(jobs.c.seq)
            rows = [row._mapping for row in connection.execute(query)]
        found: list[Event] = []
        for job in rows:
            found += self._news(job)
        self._forget({job["id"] for job in rows})
        self._tidy(len(found))
        return found

    def _forget(self, active: set[str]) -> None:
        for job in self._progress.keys() - active:
            del self._progress[job]

    def _news(self, job: Row) -> list[Event]:
        """The new lines of a job, then its new state; told when this returns."""
        path = self._settings.folder / job["id"] / files.EVENTS
        lines, read = new_lines(path, job["events_read"])
        changed = job["published"] != job["state"]
        if not lines and not changed:
            return []
        progress = self._progress_of(job, path, read, lines)
        values: dict[str, Any] = {"events_read": read}
        if job["state"] == "running":
            values["progress"] = progress.share
        if made := made_of(lines):
            values["made"] = made
        rows = [("progress", {"job": job["id"], **line}) for line in lines]
        if changed and len(lines) < MOST_LINES:  # first all that it said
            values["published"] = job["state"]
            rows.append(("job", told({**job, **values})))
        with writing(self._engine) as connection:
            updated = connection.execute(
                update(jobs)
                .where(jobs.c.seq == job["seq"], jobs.c.events_read == job["events_read"])
                .where(jobs.c.state == job["state"])
                .values(values)
            )
            if updated.rowcount != 1:  # it has another state by now: told at the next look
                return []
            return _insert(connection, job["id"], rows)

    def _progress_of(
        self, job: Row, path: Path, read: int, lines: Sequence[Mapping[str, Any]]
    ) -> Progress:
        if job["id"] not in self._progress:
            self._progress[job["id"]] = Progress()
            lines = list(all_lines(path, read))  # somebody else had read the first of them
        for line in lines:
            self._progress[job["id"]].take(line)
        return self._progress[job["id"]]

    def _tidy(self, count: int) -> None:
        self._untidied += count
        if self._untidied < _TIDY_EVERY:
            return
        self._untidied = 0
        with writing(self._engine) as connection:
            newest = connection.execute(select(func.max(events.c.id))).scalar() or 0
            connection.execute(delete(events).where(events.c.id <= newest - KEPT))


def last_id(engine: Engine) -> int:
    """Of the newest event; 0 where there is none."""
    with engine.connect() as connection:
        return connection.execute(select(func.max(events.c.id))).scalar() or 0


def replay(engine: Engine, after: int, limit: int = 1000) -> list[Event] | None:
    """Events with larger ids, in order; None where some of them are no longer kept."""
    query = select(events).where(events.c.id > after).order_by(events.c.id).limit(limit)
    with engine.connect() as connection:
        oldest = connection.execute(select(func.min(events.c.id))).scalar()
        rows = connection.execute(query).all()
    if oldest is not None and after < oldest - 1:
        return None
    return [Event(row.id, row.topic, row.subject, row.data) for row in rows]


def _insert(
    connection: Connection, subject: str, rows: Sequence[tuple[str, Mapping[str, Any]]]
) -> list[Event]:
    now = time.time()
    values = [{"at": now, "topic": topic, "subject": subject, "data": data} for topic, data in rows]
    statement = insert(events).returning(events.c.id, sort_by_parameter_order=True)
    ids = connection.execute(statement, values).scalars()
    return [
        Event(number, topic, subject, data) for number, (topic, data) in zip(ids, rows, strict=True)
    ]
