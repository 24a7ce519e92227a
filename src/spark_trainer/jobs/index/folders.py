"""The index of datasets, runs and models. The folders are the truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, func, insert, select

from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.database.tables import folders
from spark_trainer.jobs.index.finding import Found, Kind, facts_of, find

Row = RowMapping


def refresh(engine: Engine, roots: Sequence[Path], *, anew: bool = False) -> list[str]:
    """Bring the index up to date; ids of what is new, changed or gone.

    Args:
        anew: read every folder again, also those that look unchanged.
    """
    found = {one.id: one for one in find(roots)}
    with engine.connect() as connection:
        known = {row.id: row._mapping for row in connection.execute(select(folders))}
    old = {} if anew else known
    changed = [one for one in found.values() if _differs(one, old.get(one.id))]
    gone = known.keys() - found.keys()
    rows = [_row(one) for one in changed]
    if rows or gone:
        with writing(engine) as connection:
            away = [*gone, *(row["id"] for row in rows)]
            for at in range(0, len(away), 500):
                connection.execute(delete(folders).where(folders.c.id.in_(away[at : at + 500])))
            if rows:
                connection.execute(insert(folders), rows)
    return sorted({*gone, *(row["id"] for row in rows)})


def _differs(one: Found, row: Row | None) -> bool:
    if row is None or row["changed_ns"] != one.changed_ns or row["name"] != one.name:
        return True
    return one.kind == "run" and row["facts"].get("state") == "running"


def _row(one: Found) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "path": str(one.path),
        "changed_ns": one.changed_ns,
        "facts": facts_of(one),
    }


def rows(engine: Engine, kind: Kind, *, limit: int = 500, offset: int = 0) -> list[Row]:
    """Those of a kind, the one that changed last first."""
    order = (folders.c.changed_ns.desc(), folders.c.id)
    query = select(folders).where(folders.c.kind == kind).order_by(*order)
    with engine.connect() as connection:
        return [row._mapping for row in connection.execute(query.limit(limit).offset(offset))]


def row(engine: Engine, kind: Kind, number: str) -> Row | None:
    """The one of that id."""
    query = select(folders).where(folders.c.kind == kind, folders.c.id == number)
    with engine.connect() as connection:
        found = connection.execute(query).one_or_none()
    return None if found is None else found._mapping


def known(engine: Engine, numbers: Sequence[str]) -> set[str]:
    """Those of the ids that are in the index."""
    if not numbers:
        return set()
    query = select(folders.c.id).where(folders.c.id.in_(numbers))
    with engine.connect() as connection:
        return set(connection.execute(query).scalars())


def counts(engine: Engine) -> dict[str, int]:
    """How many there are of each kind."""
    query = select(folders.c.kind, func.count()).group_by(folders.c.kind)
    with engine.connect() as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return {kind: found.get(kind, 0) for kind in ("dataset", "run", "model")}
