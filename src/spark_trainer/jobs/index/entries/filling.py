"""Filling the index: in many short transactions, beside the set that is shown meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, insert

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.jobs.database.tables import entries
from spark_trainer.jobs.index.entries import words
from spark_trainer.jobs.index.entries.columns import Columns, write, write_orders
from spark_trainer.jobs.index.entries.lines import Row, rows_of
from spark_trainer.jobs.index.entries.sets import (
    OvertakenError,
    adding,
    drop,
    reserve,
    show,
    shown_set,
)

_BATCH = 2000
_KEPT = ("id", "name", "offset", "length")


def tag_of(manifest: Path) -> str:
    """A name for the state of a manifest."""
    info = manifest.stat()
    return f"{info.st_size}:{info.st_mtime_ns}:{info.st_ino}"


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
    while True:
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
        with suppress(OvertakenError):  # what is shown by now may be older than the manifest
            return fill(engine, dataset, tag, count, rows_of(manifest))


def fill(
    engine: Engine, dataset: str, tag: str, count: int, rows: Iterator[tuple[Row, str]]
) -> int:
    """Put the rows of a dataset, with their words, in the place of those that it had.

    In many short transactions: jobs are written in the same database, and must not wait.

    Args:
        count: how many rows there are at most.

    Raises:
        OvertakenError: somebody who began later was done first.
    """
    number = secrets.token_hex(8)
    old, first = reserve(engine, number, dataset, tag, count)
    said, columns = words.inserting(engine), Columns(number)
    key = first
    bounded = islice(rows, count)
    while some := list(islice(bounded, _BATCH)):
        made = [
            {"key": key + n, **{name: row[name] for name in _KEPT}}
            for n, (row, _) in enumerate(some)
        ]
        with adding(engine, number) as connection:
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
    show(engine, number, old, total=key - first, facts=asdict(columns.facts()))
    for one in old:
        drop(engine, one, _BATCH)
    return key - first
