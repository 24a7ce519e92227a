"""The tables. Jobs are kept here; everything else is an index over folders, or passes by."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)
BigKey = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself for this kind alone."""

STATES = ("queued", "running", "completed", "failed", "cancelled")

jobs = Table(
    "jobs",
    metadata,
    Column("seq", BigKey, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    Column("words", JSON, nullable=False),
    Column("command", Text, nullable=False),
    Column("workdir", Text, nullable=False),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("needs", String(3), nullable=False),
    Column("slot", String(20)),
    Column("claimer", String(80)),
    Column("supervisor", String(80)),
    Column("retries", Integer, nullable=False, server_default="0"),
    Column("attempt", Integer, nullable=False, server_default="1"),
    Column("retry_of", String(16)),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("ended", Float),
    Column("exit_code", Integer),
    Column("message", Text),
    Column("progress", Float),
    Column("made", JSON(none_as_null=True)),
    Column("events_read", BigInteger, nullable=False, server_default="0"),
    Column("published", String(10), nullable=False, server_default=""),
    CheckConstraint(f"state in {STATES}", name="state"),
    Index("ix_jobs_queue", "state", "priority", "seq"),
    Index(
        "uq_jobs_slot",
        "slot",
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
    Index(
        "ix_jobs_unpublished",
        "seq",
        sqlite_where=text("published <> state"),
        postgresql_where=text("published <> state"),
    ),
    sqlite_autoincrement=True,
)
"""`seq` orders them; `slot` is `cpu-0` or `gpu-1` of a running one, and nobody else's.
`made` is the kind and path of the folder that it writes.
`events_read` and `published` say how much of it the event stream has told."""

events = Table(
    "events",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("topic", String(20), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("data", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""What the event stream replays; the oldest are dropped."""

folders = Table(
    "folders",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False, unique=True),
    Column("changed_ns", BigInteger, nullable=False),
    Column("facts", JSON, nullable=False),
    CheckConstraint("kind in ('dataset', 'run', 'model')", name="kind"),
    Index("ix_folders_kind", "kind", "changed_ns"),
)
"""Datasets, runs and models, as their folders say; `index rebuild` makes it anew."""

entry_sets = Table(
    "entry_sets",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("dataset", String(16), nullable=False),
    Column("tag", String(80), nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("ready", Integer, nullable=False),
    Column("facts", JSON, nullable=False, server_default="{}"),
    Index("ix_entry_sets_dataset", "dataset"),
)
"""Entries of a dataset as its manifest was when it had this `tag`: they have the keys from `first`
on, without a gap. A set that is being filled is not `ready`, and takes the place of the one before
it at once when it is: nobody waits for it, and no lock is held for long. `facts` say what its
fields hold."""

entries = Table(
    "entries",
    metadata,
    Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    Index("ix_entries_id", "id", "key"),
)
"""Narrow on purpose: what is shown of an entry is read from its line of the manifest, and what
pages are sorted and filtered by lies in `entry_columns`."""

entry_columns = Table(
    "entry_columns",
    metadata,
    Column("set_id", String(16), primary_key=True),
    Column("role", String(6), primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("kind", String(3), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Of each field of a set the `values`, and the `order` by it: packed arrays, a part a row.
`kind` is that of numpy."""
