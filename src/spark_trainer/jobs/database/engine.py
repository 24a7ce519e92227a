"""The database: SQLite in a file by default, PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from spark_trainer.core.errors import BackendUnavailableError, OutputError, UsageError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.jobs.settings import JobSettings

FILE = "spark-trainer.db"
BUSY_MS = 15_000
_MIGRATION_LOCK = 0x5350_4152
"""Of PostgreSQL's advisory locks, ours."""

_one_at_a_time = threading.Lock()
"""Alembic keeps what it works on in a module."""


def open_database(settings: JobSettings) -> Engine:
    """An engine whose tables are up to date.

    Raises:
        UsageError: the URL is none, or of another database.
        BackendUnavailableError: the server does not answer, or the driver is missing.
        OutputError: the file cannot be written.
    """
    engine = create_engine(_url(settings), **_options(settings))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    try:
        _migrate(engine)
    except DBAPIError as e:
        where = engine.url.render_as_string(hide_password=True)
        told = f"the database {printable(where)} cannot be opened: {printable(str(e.orig))}"
        if engine.dialect.name == "sqlite":
            raise OutputError(f"{told}. Make room, or mend the permissions of its folder.") from e
        raise BackendUnavailableError(
            f"{told}. Start the server, or leave SPARK_TRAINER_DATABASE_URL out to use a file."
        ) from e
    return engine


def _url(settings: JobSettings) -> URL:
    if settings.database_url is None:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return URL.create("sqlite", database=str(settings.home / FILE))
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        raise UsageError(
            "SPARK_TRAINER_DATABASE_URL: no database URL, as postgresql://user:password@host/name"
        ) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        require("psycopg", extra="postgres")
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise UsageError(f"SPARK_TRAINER_DATABASE_URL: {kind} is none of sqlite, postgresql")
    return url


def _options(settings: JobSettings) -> dict[str, Any]:
    if settings.database_url is None or settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MS / 1000}}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    del record
    cursor = connection.cursor()
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes.

    In SQLite it takes the lock at once, so that it never has to begin again.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        with connection.begin() if not connection.in_transaction() else _as_it_is(connection):
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Several queries that all see one state, whatever is written meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
            yield connection
        else:
            yield connection.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def _as_it_is(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; of several processes one at a time."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with _one_at_a_time, writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
