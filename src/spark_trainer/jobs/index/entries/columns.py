"""Fields as packed columns: a filter is arithmetic over an array, an order is an array of places.

A table with an index a field takes minutes more to fill, and a filter by two of them reads a
million rows anyway. A column of a million is 1 to 8 MB, and is read in milliseconds.

An entry's place is its number in the manifest, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, insert, select

from spark_trainer.jobs.database.tables import entries, entry_columns
from spark_trainer.jobs.index.entries.fields import (
    CHOICES,
    FLAGS,
    MOST_VALUES,
    NUMBERS,
    OTHER,
    FieldFacts,
)
from spark_trainer.jobs.index.entries.lines import Row
from spark_trainer.jobs.index.entries.sets import adding

Array = NDArray[Any]
PART = 65_536
"""Entries of a part of a column, which is a row of the database."""
_KINDS = ("<i1", "<i2", "<i4")
_PLACE = "<u4"


class Columns:
    """The fields of a set while it is being filled; parts that are full leave the memory."""

    def __init__(self, number: str) -> None:
        self._number = number
        self._part = 0
        self._values: dict[str, list[Any]] = {name: [] for name in (*NUMBERS, *FLAGS, *CHOICES)}
        self._codes: dict[str, dict[str, int]] = {name: {} for name in CHOICES}
        self._counts: dict[str, list[int]] = {name: [] for name in CHOICES}
        self._bounds: dict[str, tuple[float, float]] = {}

    def add(self, row: Row) -> None:
        for name, values in self._values.items():
            values.append(self._code(name, row[name]) if name in self._codes else row[name])

    def _code(self, name: str, value: str) -> int:
        codes, counts = self._codes[name], self._counts[name]
        if value not in codes and len(codes) >= MOST_VALUES:
            value = OTHER
        code = codes.setdefault(value, len(codes))
        if code == len(counts):
            counts.append(0)
        counts[code] += 1
        return code

    def packed(self, *, last: bool = False) -> Iterator[list[dict[str, Any]]]:
        """Rows of the database: those of full parts; at last, those of the rest too."""
        while (known := len(self._values[FLAGS[0]])) >= PART or (last and known):
            rows = []
            for name, values in self._values.items():
                some, values[:] = values[:PART], values[PART:]
                if name in NUMBERS:
                    seen = [*self._bounds.get(name, ()), *some]
                    self._bounds[name] = min(seen), max(seen)
                rows.append(self._row("values", name, self._part, narrowed(np.array(some))))
            self._part += 1
            yield rows

    def ordered(self, name: str, places: Array) -> list[dict[str, Any]]:
        """Rows of the database for an order: the places of entries, as they follow each other."""
        return [
            self._row("order", name, part, places[first : first + PART].astype(_PLACE))
            for part, first in enumerate(range(0, len(places), PART))
        ]

    def _row(self, role: str, name: str, part: int, values: Array) -> dict[str, Any]:
        kind, data = values.dtype.str.replace("|", "<"), values.tobytes()
        key = {"set_id": self._number, "role": role, "name": name, "part": part}
        return {**key, "kind": kind, "data": data}

    def facts(self) -> FieldFacts:
        counted = {
            name: list(zip(codes, self._counts[name], strict=True))
            for name, codes in self._codes.items()
        }
        return FieldFacts(numbers=self._bounds, choices=counted)


def narrowed(values: Array) -> Array:
    """In the fewest bytes that hold them exactly; whole numbers take fewer than others."""
    for kind in _KINDS:
        limits = np.iinfo(kind)
        if values.min() < limits.min or values.max() > limits.max:
            continue
        small = values.astype(kind)
        if np.array_equal(small, values):
            return small
    return values.astype("<f8")


def write(engine: Engine, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows of one set.

    Raises:
        OvertakenError: the set is no longer wanted.
    """
    if rows:
        with adding(engine, rows[0]["set_id"]) as connection:
            connection.execute(insert(entry_columns), rows)


def write_orders(engine: Engine, number: str, first: int, total: int, columns: Columns) -> None:
    """All orders of a set whose values are written; equal values keep the manifest's order."""
    with engine.connect() as connection:
        query = (
            select(entries.c.key)
            .where(entries.c.key.between(first, first + total - 1))
            .order_by(entries.c.name, entries.c.key)
        )
        with connection.execute(query.execution_options(yield_per=10_000)) as keys:
            places = np.fromiter(keys.scalars(), "<i8") - first
    write(engine, columns.ordered("name", places))
    choices = columns.facts().choices
    for name in (*NUMBERS, *CHOICES):
        with engine.connect() as connection:
            values = read(connection, number, name)
        if name in choices:
            known = [value for value, _ in choices[name]]
            values = np.argsort(np.argsort(np.array(known, dtype=object)))[values]
        write(engine, columns.ordered(name, np.argsort(values, kind="stable")))


def read(connection: Connection, number: str, name: str) -> Array:
    """The values of a field, by the places of the entries."""
    return _read(connection, number, "values", name, 0, None)


def read_order(
    connection: Connection, number: str, name: str, first: int = 0, end: int | None = None
) -> Array:
    """Of an order the places from `first` on, up to `end`."""
    return _read(connection, number, "order", name, first, end)


def _read(
    connection: Connection, number: str, role: str, name: str, first: int, end: int | None
) -> Array:
    table = entry_columns.c
    begin = first // PART
    query = select(table.kind, table.data).where(
        table.set_id == number, table.role == role, table.name == name, table.part >= begin
    )
    if end is not None:
        query = query.where(table.part <= max(0, end - 1) // PART)
    found = connection.execute(query.order_by(table.part)).all()
    parts = [np.frombuffer(row.data, row.kind) for row in found]
    whole = np.concatenate(parts) if parts else np.empty(0, "<i8")
    return whole[first - begin * PART : None if end is None else end - begin * PART]
