"""Pages of entries.

Entries of a dataset have keys without a gap, so a page in the manifest's order is arithmetic. One
in another order is a piece of that order's array. What filters and words find is a mask over all
entries, which is kept: the next page of the same needs no search.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, select

from spark_trainer.jobs.database.engine import reading
from spark_trainer.jobs.database.tables import entries
from spark_trainer.jobs.index.entries.asked import Asked
from spark_trainer.jobs.index.entries.columns import Array, read, read_order
from spark_trainer.jobs.index.entries.fields import FieldFacts
from spark_trainer.jobs.index.entries.lines import Row
from spark_trainer.jobs.index.entries.sets import shown_set
from spark_trainer.jobs.index.entries.words import matching, terms_of

_MOST_BYTES = 32 << 20
"""Of masks that are kept: at a million entries, 268."""


@dataclass(frozen=True)
class Page:
    """Some entries, and how many there are in all."""

    rows: Sequence[Mapping[Any, Any]]
    total: int


class _Masks:
    """The masks that were asked for last, a bit an entry. A set never changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, total: int) -> Array | None:
        with self._lock:
            if (found := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
        bits = np.frombuffer(found, np.uint8)
        return np.unpackbits(bits, count=total).astype(bool)

    def put(self, key: Hashable, mask: Array) -> None:
        bits = np.packbits(mask).tobytes()
        with self._lock:
            self._bytes += len(bits) - len(self._kept.pop(key, b""))
            self._kept[key] = bits
            while self._bytes > _MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1])


_masks = _Masks()


def page(engine: Engine, dataset: str, asked: Asked) -> Page:
    """A page of the entries."""
    # The set may be replaced by a newer one at any moment, and is read in several queries.
    with reading(engine) as connection:
        known = shown_set(connection, dataset)
        if known is None:
            return Page([], 0)
        places, total = _places(connection, known, asked)
        keys = [int(known.first) + int(place) for place in places]
        found = connection.execute(select(entries).where(entries.c.key.in_(keys)))
        rows = {row.key: row._mapping for row in found}
    return Page([rows[key] for key in keys if key in rows], total)


def _places(connection: Connection, known: Any, asked: Asked) -> tuple[Array, int]:
    """Places of a page's entries, in its order; and how many were found."""
    terms = terms_of(asked.words)
    total = int(known.total)
    if asked.words.strip() and not terms:
        return np.empty(0, np.int64), 0
    if not terms and not asked.filters:
        first, end = asked.span(total)
        some = (
            np.arange(first, end)
            if asked.sort is None
            else read_order(connection, known.id, asked.sort, first, end)
        )
    else:
        mask = _mask(connection, known, terms, asked)
        total = int(np.count_nonzero(mask))
        first, end = asked.span(total)
        if asked.sort is None:
            some = np.flatnonzero(mask)[first:end]
        else:
            order = read_order(connection, known.id, asked.sort)
            some = order[mask[order]][first:end]
    return some[::-1] if asked.descending else some, total


def _mask(connection: Connection, known: Any, terms: Sequence[str], asked: Asked) -> Array:
    """Of each entry whether it is found."""
    parts = (asked.least, asked.most, asked.flags, asked.among)
    key = (known.id, tuple(terms), repr([sorted(one.items()) for one in parts]))
    total = int(known.total)
    if (kept := _masks.get(key, total)) is not None:
        return kept
    mask = np.ones(total, bool)
    for name, bound in asked.least.items():
        mask &= read(connection, known.id, name) >= bound
    for name, bound in asked.most.items():
        mask &= read(connection, known.id, name) <= bound
    for name, flag in asked.flags.items():
        mask &= (read(connection, known.id, name) != 0) == flag
    for name, wanted in asked.among.items():
        values = known.facts["choices"][name]
        codes = [code for code, (value, _) in enumerate(values) if value in wanted]
        mask &= np.isin(read(connection, known.id, name), codes)
    if terms:
        said = np.zeros(total, bool)
        last = int(known.first) + total - 1
        said[matching(connection, int(known.first), last, terms) - int(known.first)] = True
        mask &= said
    _masks.put(key, mask)
    return mask


def facts(engine: Engine, dataset: str) -> FieldFacts:
    """What the fields of the entries hold; nothing, where it is not indexed."""
    with engine.connect() as connection:
        known = shown_set(connection, dataset)
    return FieldFacts({}, {}) if known is None else FieldFacts(**known.facts)


def entry(engine: Engine, dataset: str, number: str) -> Row | None:
    """The entry of that id."""
    with engine.connect() as connection:
        known = shown_set(connection, dataset)
        if known is None:
            return None
        query = select(entries).where(_within(known), entries.c.id == number)
        found = connection.execute(query.limit(1)).one_or_none()
    return None if found is None else dict(found._mapping)


def names_of(engine: Engine, dataset: str, numbers: Collection[str]) -> dict[str, str]:
    """The names of entries, by their ids; of those that there are."""
    with engine.connect() as connection:
        known = shown_set(connection, dataset)
        if known is None:
            return {}
        query = select(entries.c.id, entries.c.name).where(
            _within(known), entries.c.id.in_(numbers)
        )
        return {row.id: row.name for row in connection.execute(query)}


def _within(known: Any) -> Any:
    """Keys of the set."""
    return entries.c.key.between(known.first, known.first + known.total - 1)
