"""The entries of datasets: pages, filters and words, at a million of them.

Entries of a dataset have keys without a gap, so a page in the manifest's order is arithmetic; a
page in another order goes over an index alone; words are looked up in a full-text index, whose
keys come in the same order.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets.manifest import file_name
from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import SORTED, entries, entry_anchors, entry_sets

_BATCH = 2000
_MOST_TERMS = 12
_MOST_TOTALS = 1000
_totals: OrderedDict[tuple[str, str], int] = OrderedDict()
_ANCHOR_EVERY = 5000
_LOCK = 0x5350_4145
"""Of PostgreSQL's advisory locks, the one for new keys."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """Which entries, in which order."""

    words: str = ""
    """All of them must be in name, captions or transcript; the last one may go on."""
    least: Mapping[str, float] | None = None
    most: Mapping[str, float] | None = None
    """Bounds by column."""
    flags: Mapping[str, bool] | None = None
    """By `tables.FLAGS`."""
    sort: str | None = None
    """One of `SORTED`; None = as in the manifest."""
    descending: bool = False
    offset: int = 0
    limit: int = 50

    @property
    def filters(self) -> bool:
        return bool(self.least or self.most or self.flags)


@dataclass(frozen=True)
class Page:
    """Some entries, and how many there are in all."""

    rows: Sequence[Mapping[Any, Any]]
    total: int


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
        known = _ready(connection, dataset)
    return known is not None and known.tag == tag


def index_entries(engine: Engine, dataset: str, manifest: Path) -> int:
    """Bring the index of a dataset up to date; how many entries it has.

    Raises:
        DatasetError: the manifest cannot be read; names the line.
    """
    try:
        tag = tag_of(manifest)
        with engine.connect() as connection:
            known = _ready(connection, dataset)
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
    words = text(
        "INSERT INTO entry_words (rowid, words) VALUES (:key, :words)"
        if engine.dialect.name == "sqlite"
        else "INSERT INTO entry_words (key, words) VALUES (:key, to_tsvector('simple', :words))"
    )
    key = first
    bounded = islice(rows, count)
    while some := list(islice(bounded, _BATCH)):
        made = [{"key": key + n, "set_id": number, **row} for n, (row, _) in enumerate(some)]
        said = [{"key": key + n, "words": one} for n, (_, one) in enumerate(some)]
        with writing(engine) as connection:
            connection.execute(insert(entries), made)
            connection.execute(words, said)
        key += len(some)
    for name in SORTED:
        _set_anchors(engine, number, name)
    with writing(engine) as connection:
        mine = entry_sets.c.id == number
        connection.execute(update(entry_sets).where(mine).values(ready=1, total=key - first))
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
        connection.execute(insert(entry_sets).values(**values, ready=0))
    return old, int(first)


def _drop(engine: Engine, number: str) -> None:
    """Delete a set, a part at a time."""
    with engine.connect() as connection:
        known = connection.execute(
            select(entry_sets).where(entry_sets.c.id == number)
        ).one_or_none()
    if known is None:
        return
    key = "rowid" if engine.dialect.name == "sqlite" else "key"
    end = known.first + known.total
    for at in range(known.first, end, _BATCH):
        bounds = {"first": at, "last": min(end, at + _BATCH) - 1}
        with writing(engine) as connection:
            connection.execute(
                text(f"DELETE FROM entry_words WHERE {key} BETWEEN :first AND :last"),  # noqa: S608
                bounds,
            )
            within = entries.c.key.between(bounds["first"], bounds["last"])
            connection.execute(delete(entries).where(within))
    with writing(engine) as connection:
        connection.execute(delete(entry_anchors).where(entry_anchors.c.set_id == number))
        connection.execute(delete(entry_sets).where(entry_sets.c.id == number))


def _ready(connection: Connection, dataset: str) -> Any:
    """The set that is shown; None where there is none yet."""
    query = select(entry_sets).where(entry_sets.c.dataset == dataset, entry_sets.c.ready == 1)
    return connection.execute(query.order_by(entry_sets.c.first.desc()).limit(1)).one_or_none()


def _set_anchors(engine: Engine, number: str, name: str) -> None:
    order = func.row_number().over(order_by=[entries.c[name], entries.c.key])
    numbered = (
        select(entries.c.key, (order - 1).label("ordinal"))
        .where(entries.c.set_id == number)
        .subquery()
    )
    with engine.connect() as connection:
        chosen = connection.execute(
            select(numbered).where(numbered.c.ordinal % _ANCHOR_EVERY == 0)
        ).all()
    rows = [{"set_id": number, "sort": name, "ordinal": o, "key": k} for k, o in chosen]
    if rows:
        with writing(engine) as connection:
            connection.execute(insert(entry_anchors), rows)


def rows_of(manifest: Path) -> Iterator[tuple[Row, str]]:
    """What is indexed of each line, and its words.

    Raises:
        DatasetError: a line is no entry.
    """
    offset = 0
    with manifest.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield _row(json.loads(line), offset, len(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
                raise DatasetError(f"{printable(manifest)}:{number}: no entry: {e!r}") from e
            offset += len(line)


def _row(value: Any, offset: int, length: int) -> tuple[Row, str]:
    meta, info = value["meta"], value["meta"]["video_info"]
    file = portable(file_name(str(meta["source_path"]))).replace("\0", " ")[:255]
    name = portable(str(meta.get("source_name") or file)).replace("\0", " ")[:255]
    captions = [one for one in (meta["caption"], *meta["all_captions"]) if one]
    transcript = meta["transcript"] or ""
    row = {
        "id": str(value["id"]).replace("\0", " ")[:64],
        "name": name,
        "duration_s": float(meta["duration"]),
        "frames": int(meta["num_frames"]),
        "scenes": len(meta["scenes"] or ()),
        "width": int(info["width"]),
        "height": int(info["height"]),
        "fps": float(info["fps"]),
        "audio": int(value["audio"] is not None),
        "captioned": int(bool(captions)),
        "transcribed": int(bool(transcript)),
        "edited": int(bool(meta.get("edited"))),
        "offset": offset,
        "length": length,
    }
    said = " ".join(dict.fromkeys([name, file, *captions, transcript])).replace("\0", " ")
    return row, portable(said)[:200_000]


def page(engine: Engine, dataset: str, asked: Asked) -> Page:
    """A page of the entries."""
    with engine.connect() as connection:
        known = _ready(connection, dataset)
        if known is None:
            return Page([], 0)
        bounds = int(known.first), int(known.first + known.total - 1)
        terms = _terms(asked.words)
        if asked.words.strip() and not terms:
            return Page([], 0)
        if not terms and not asked.filters and asked.sort is None:
            keys, total = _by_arithmetic(bounds, asked), int(known.total)
        elif not terms and not asked.filters:
            keys, total = (
                _by_anchor(connection, known.id, int(known.total), asked),
                int(known.total),
            )
        elif terms and not asked.filters and asked.sort is None:
            keys, total = _by_words(connection, bounds, terms, asked)
        else:
            keys, total = _by_query(connection, known.id, bounds, terms, asked)
        found = connection.execute(select(entries).where(entries.c.key.in_(keys)))
        rows = {row.key: row._mapping for row in found}
    return Page([rows[key] for key in keys if key in rows], total)


def entry(engine: Engine, dataset: str, number: str) -> Row | None:
    """The entry of that id."""
    with engine.connect() as connection:
        known = _ready(connection, dataset)
        if known is None:
            return None
        query = select(entries).where(entries.c.set_id == known.id, entries.c.id == number)
        found = connection.execute(query.limit(1)).one_or_none()
    return None if found is None else dict(found._mapping)


def names_of(engine: Engine, dataset: str, numbers: Collection[str]) -> dict[str, str]:
    """The names of entries, by their ids; of those that there are."""
    with engine.connect() as connection:
        known = _ready(connection, dataset)
        if known is None:
            return {}
        query = select(entries.c.id, entries.c.name).where(
            entries.c.set_id == known.id, entries.c.id.in_(numbers)
        )
        return {row.id: row.name for row in connection.execute(query)}


def _by_arithmetic(bounds: tuple[int, int], asked: Asked) -> list[int]:
    first, last = bounds
    if asked.descending:
        top = last - asked.offset
        return list(range(top, max(first, top - asked.limit + 1) - 1, -1))
    start = first + asked.offset
    return list(range(start, min(last, start + asked.limit - 1) + 1))


def _by_anchor(connection: Connection, set_id: str, total: int, asked: Asked) -> list[int]:
    """A page in another order: from the anchor before it, not from the beginning."""
    first = asked.offset
    count = max(0, min(asked.limit, total - asked.offset))
    if asked.descending:
        first = total - asked.offset - count
    anchor = connection.execute(
        select(entry_anchors)
        .where(entry_anchors.c.set_id == set_id, entry_anchors.c.sort == asked.sort)
        .where(entry_anchors.c.ordinal <= first)
        .order_by(entry_anchors.c.ordinal.desc())
        .limit(1)
    ).one_or_none()
    if anchor is None or not count:
        return []
    column = entries.c[str(asked.sort)]
    value = connection.execute(select(column).where(entries.c.key == anchor.key)).scalar_one()
    begin = tuple_(literal(value), literal(anchor.key))
    keys = connection.execute(
        select(entries.c.key)
        .where(entries.c.set_id == set_id, tuple_(column, entries.c.key) >= begin)
        .order_by(column, entries.c.key)
        .limit(count)
        .offset(first - anchor.ordinal)
    )
    found = list(keys.scalars())
    return found[::-1] if asked.descending else found


def _by_words(
    connection: Connection, bounds: tuple[int, int], terms: Sequence[str], asked: Asked
) -> tuple[list[int], int]:
    where, values = _words_where(connection, bounds, terms)
    key = "rowid" if connection.dialect.name == "sqlite" else "key"
    order = "DESC" if asked.descending else "ASC"
    total = connection.execute(text(f"SELECT count(*) FROM entry_words WHERE {where}"), values)  # noqa: S608
    keys = connection.execute(
        text(
            f"SELECT {key} FROM entry_words WHERE {where} ORDER BY {key} {order} "  # noqa: S608
            "LIMIT :limit OFFSET :offset"
        ),
        {**values, "limit": asked.limit, "offset": asked.offset},
    )
    return list(keys.scalars()), int(total.scalar_one())


def _by_query(
    connection: Connection,
    set_id: str,
    bounds: tuple[int, int],
    terms: Sequence[str],
    asked: Asked,
) -> tuple[list[int], int]:
    wanted = _filtered(select(entries.c.key), set_id, asked)
    if terms:
        where, values = _words_where(connection, bounds, terms)
        key = "rowid" if connection.dialect.name == "sqlite" else "key"
        matching = text(f"entries.key IN (SELECT {key} FROM entry_words WHERE {where})")  # noqa: S608
        wanted = wanted.where(matching.bindparams(**values))
    total = bounds[1] - bounds[0] + 1
    if terms or asked.filters:
        key_of = (set_id, repr((terms, asked.least, asked.most, asked.flags)))
        total = _counted(connection, key_of, wanted)
    column = entries.c[asked.sort] if asked.sort in SORTED else entries.c.key
    columns = [column] if column is entries.c.key else [column, entries.c.key]
    # Far pages are counted from the end: half of the way at most.
    backwards = asked.offset > total // 2
    limit, offset = asked.limit, asked.offset
    if backwards:
        limit = min(asked.limit, max(0, total - asked.offset))
        offset = max(0, total - asked.offset - limit)
    falling = asked.descending != backwards
    order = [one.desc() if falling else one.asc() for one in columns]
    keys = list(connection.execute(wanted.order_by(*order).limit(limit).offset(offset)).scalars())
    return keys[::-1] if backwards else keys, int(total)


def _counted(connection: Connection, key: tuple[str, str], wanted: Select[Any]) -> int:
    """How many there are in all, counted once: a set never changes."""
    if key not in _totals:
        counting = select(func.count()).select_from(wanted.subquery())
        while len(_totals) >= _MOST_TOTALS:
            _totals.popitem(last=False)
        _totals[key] = int(connection.execute(counting).scalar_one())
    return _totals[key]


def _filtered(query: Select[Any], set_id: str, asked: Asked) -> Select[Any]:
    query = query.where(entries.c.set_id == set_id)
    for name, bound in (asked.least or {}).items():
        query = query.where(entries.c[name] >= bound)
    for name, bound in (asked.most or {}).items():
        query = query.where(entries.c[name] <= bound)
    for name, flag in (asked.flags or {}).items():
        query = query.where(entries.c[name] == int(flag))
    return query


def _terms(words: str) -> list[str]:
    """Letters and digits alone: nothing of the syntax of a query is left."""
    return re.findall(r"[^\W_]+", words.lower())[:_MOST_TERMS]


def _words_where(
    connection: Connection, bounds: tuple[int, int], terms: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"first": bounds[0], "last": bounds[1]}
    if connection.dialect.name == "sqlite":
        quoted = [f'"{term}"' for term in terms]
        values["words"] = " AND ".join([*quoted[:-1], f"{quoted[-1]}*"])
        return "entry_words MATCH :words AND rowid BETWEEN :first AND :last", values
    quoted = [f"'{term}'" for term in terms]
    values["words"] = " & ".join([*quoted[:-1], f"{quoted[-1]}:*"])
    where = "words @@ to_tsquery('simple', :words) AND key BETWEEN :first AND :last"
    return where, values


def read_line(manifest: Path, row: Mapping[Any, Any]) -> dict[str, Any]:
    """What the manifest says of an entry.

    Raises:
        DatasetError: it was changed since it was indexed.
    """
    try:
        with manifest.open("rb") as stream:
            stream.seek(row["offset"])
            value = json.loads(stream.read(row["length"]))
        if value["id"] != row["id"]:
            raise ValueError("another entry")
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DatasetError(
            f"{printable(manifest)}: was changed meanwhile; ask again in a moment"
        ) from e
    return dict(value)


Sort = Literal["name", "duration_s", "frames", "scenes"]
