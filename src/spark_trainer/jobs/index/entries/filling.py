"""Filling the index: in many short transactions, beside the set that is shown meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import entries, entry_columns, entry_sets
from spark_trainer.jobs.index.entries import words
from spark_trainer.jobs.index.entries.columns import Columns, write, write_orders
from spark_trainer.jobs.index.entries.lines import Row, rows_of

_BATCH = 2000
_LOCK = 0x5350_4145
"""Of PostgreSQL's advisory locks, the one for new keys."""
_KEPT = ("id", "name", "offset", "length")


def tag_of(manifest: Path) -> str:
    """A name for the state of a manifest."""
    info = manifest.stat()
    return f"{info.st_size}:{info.st_mtime_ns}:{info.st_ino}"


def shown_set(connection: Connection, dataset: str) -> Any:
    """The set that is shown; None where there is none yet."""
    query = select(entry_sets).where(entry_sets.c.dataset == dataset, entry_sets.c.ready == 1)
    return connection.execute(query.order_by(entry_sets.c.first.desc()).limit(1)).one_or_none()


def is_indexed(engine: Engine, dataset: str, manifest: Path) -> bool:
    """Whether the index has the manifest as it is now.

    Raises:
        DatasetError: there is no manifest.
    """
    try:
        tag = tag_of(manifest)
    except OSError as e:
        raise DatasetError(f"{printable(manifest)}: {e.strerror}") from e
    with engine.connect() as connection:
        known = shown_set(connection, dataset)
    return known is not None and known.tag == tag


def index_entries(engine: Engine, dataset: str, manifest: Path) -> int:
    """Bring the index of a dataset up to date; how many entries it has.

    Raises:
        DatasetError: the manifest cannot be read; names the line.
    """
    try:
        tag = tag_of(manifest)
        with engine.connect() as connection:
            known = shown_set(connection, dataset)
        if known is not None and known.tag == tag:
            return int(known.total)
        with manifest.open("rb") as stream:
            count = sum(1 for _ in stream)
    except OSError as e:
        raise DatasetError(f"{printable(manifest)}: {e.strerror}") from e
    return fill(engine, dataset, tag, count, rows_of(manifest))


def fill(
    engine: Engine, dataset: str, tag: str, count: int, rows: Iterator[tuple[Row, str]]
) -> int:
    """Put the rows of a dataset, with their words, in the place of those that it had.

    In many short transactions: jobs are written in the same database, and must not wait.

    Args:
        count: how many rows there are at most.
    """
    number = secrets.token_hex(8)
    old, first = _reserve(engine, number, dataset, tag, count)
    said, columns = words.inserting(engine), Columns(number)
    key = first
    bounded = islice(rows, count)
    while some := list(islice(bounded, _BATCH)):
        made = [
            {"key": key + n, **{name: row[name] for name in _KEPT}}
            for n, (row, _) in enumerate(some)
        ]
        with writing(engine) as connection:
            connection.execute(insert(entries), made)
            connection.execute(
                said, [{"key": key + n, "words": w} for n, (_, w) in enumerate(some)]
            )
        for row, _ in some:
            columns.add(row)
        for packed in columns.packed():
            write(engine, packed)
        key += len(some)
    for packed in columns.packed(last=True):
        write(engine, packed)
    write_orders(engine, number, first, key - first, columns)
    with writing(engine) as connection:
        mine = entry_sets.c.id == number
        ready = {"ready": 1, "total": key - first, "facts": asdict(columns.facts())}
        connection.execute(update(entry_sets).where(mine).values(**ready))
        connection.execute(update(entry_sets).where(entry_sets.c.id.in_(old)).values(ready=0))
    for one in old:
        _drop(engine, one)
    return key - first


def _reserve(
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
        connection.execute(insert(entry_sets).values(**values, ready=0, facts={}))
    return old, int(first)


def _drop(engine: Engine, number: str) -> None:
    """Delete a set, a part at a time."""
    with engine.connect() as connection:
        known = connection.execute(
            select(entry_sets).where(entry_sets.c.id == number)
        ).one_or_none()
    if known is None:
        return
    end = known.first + known.total
    for at in range(known.first, end, _BATCH):
        bounds = {"first": at, "last": min(end, at + _BATCH) - 1}
        with writing(engine) as connection:
            connection.execute(words.deleting(engine), bounds)
            within = entries.c.key.between(bounds["first"], bounds["last"])
            connection.execute(delete(entries).where(within))
    with writing(engine) as connection:
        connection.execute(delete(entry_columns).where(entry_columns.c.set_id == number))
        connection.execute(delete(entry_sets).where(entry_sets.c.id == number))
