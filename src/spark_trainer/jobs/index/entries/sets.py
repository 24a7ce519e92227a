"""Sets of entries: which one is shown, and who may still add to one.

Two who index a dataset at once, two servers or two questions to one, each fill a set. The later
one takes the place of the other, whichever of them is ready first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import entries, entry_columns, entry_sets
from spark_trainer.jobs.index.entries import words

State = Literal[-1, 0, 1]
FILLING: State = 0
SHOWN: State = 1
LEAVING: State = -1
_LOCK = 0x5350_4145
"""Of PostgreSQL's advisory locks, the one for new keys."""


class OvertakenError(Exception):
    """Another set has taken the place of the one that was being filled."""


def shown_set(connection: Connection, dataset: str) -> Any:
    """The set that is shown; None where there is none yet."""
    query = select(entry_sets).where(entry_sets.c.dataset == dataset, entry_sets.c.ready == SHOWN)
    return connection.execute(query.order_by(entry_sets.c.first.desc()).limit(1)).one_or_none()


def reserve(
    engine: Engine, number: str, dataset: str, tag: str, count: int
) -> tuple[list[str], int]:
    """A row of keys that no other set has; and the sets that it will take the place of."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":  # SQLite has one writer anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        query = select(entry_sets.c.id).where(entry_sets.c.dataset == dataset)
        old = list(connection.execute(query).scalars())
        last = select(func.max(entry_sets.c.first + entry_sets.c.total))
        first = (connection.execute(last).scalar() or 0) + 1
        values = {"id": number, "dataset": dataset, "tag": tag, "first": first, "total": count}
        connection.execute(insert(entry_sets).values(**values, ready=FILLING, facts={}))
    return old, int(first)


@contextmanager
def adding(engine: Engine, number: str) -> Iterator[Connection]:
    """A transaction that adds to a set that is being filled; nobody drops the set meanwhile.

    Raises:
        OvertakenError: it is no longer wanted.
    """
    with writing(engine) as connection:
        state = select(entry_sets.c.ready).where(entry_sets.c.id == number).with_for_update()
        if connection.execute(state).scalar_one_or_none() != FILLING:
            raise OvertakenError
        yield connection


def show(engine: Engine, number: str, old: Sequence[str], **facts: Any) -> None:
    """Show a set that is filled in the place of the old ones.

    Raises:
        OvertakenError: another one has taken its place.
    """
    with adding(engine, number) as connection:
        mine, others = entry_sets.c.id == number, entry_sets.c.id.in_(old)
        connection.execute(update(entry_sets).where(mine).values(ready=SHOWN, **facts))
        connection.execute(update(entry_sets).where(others).values(ready=LEAVING))


def drop(engine: Engine, number: str, batch: int) -> None:
    """Delete a set that is leaving, so many entries at a time."""
    with engine.connect() as connection:
        known = connection.execute(
            select(entry_sets).where(entry_sets.c.id == number)
        ).one_or_none()
    if known is None:
        return
    end = known.first + known.total
    for at in range(known.first, end, batch):
        bounds = {"first": at, "last": min(end, at + batch) - 1}
        with writing(engine) as connection:
            connection.execute(words.deleting(engine), bounds)
            within = entries.c.key.between(bounds["first"], bounds["last"])
            connection.execute(delete(entries).where(within))
    with writing(engine) as connection:
        connection.execute(delete(entry_columns).where(entry_columns.c.set_id == number))
        connection.execute(delete(entry_sets).where(entry_sets.c.id == number))
