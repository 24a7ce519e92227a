"""`journal.db`: what is done. SQLite, one writer.

A row of `done` is a step's result under the step's key; a key names all that decided the result, so
a row never needs to be changed. `held` says what the store holds on disk for a video (a result
alone does not bring a deleted frame back), `staged` what lies ready to be put there. SQLite does
not notice a changed bit inside a row, so results and states carry a checksum.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import printable

FORMAT = 2

Where = Literal["held", "staged"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (
  path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS source_size ON source (size);
CREATE TABLE IF NOT EXISTS done (
  key TEXT PRIMARY KEY, step TEXT NOT NULL, video TEXT NOT NULL, result TEXT NOT NULL,
  at TEXT NOT NULL, seconds REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (video TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged (video TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (
  step TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, PRIMARY KEY (step, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure (
  path BLOB PRIMARY KEY, mark TEXT NOT NULL, step TEXT NOT NULL, code TEXT NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;
"""


def utc_now() -> str:
    """The time for records: SOURCE_DATE_EPOCH where it is set (reproducible builds), else now.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = time.gmtime(int(epoch) if epoch else time.time())
    except (ValueError, OverflowError, OSError) as e:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {printable(epoch or '')!r}; wanted are seconds since 1970. "
            f"Correct it or unset it."
        ) from e
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)


def _sealed(at: str, value: Any) -> str:
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return f"{zlib.crc32((at + text).encode()):08x}{text}"


def _unsealed(at: str, sealed: str) -> Any:
    """The value.

    Raises:
        ValueError: the row is not as it was written.
    """
    if sealed[:8] != f"{zlib.crc32((at + sealed[8:]).encode()):08x}":
        raise ValueError("a row is not as it was written")
    return json.loads(sealed[8:])


@dataclass(frozen=True)
class Done:
    """A finished step: its result, when it was finished, and how long it took."""

    result: Any
    at: str
    seconds: float


@dataclass(frozen=True)
class Failure:
    """A video that could not be used. `mark` says of which bytes and settings that was true."""

    path: bytes
    mark: str
    step: str
    code: str
    reason: str


class Journal:
    """The open journal. Every write is one committed transaction unless in a `batch`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notes: list[str] = []
        try:
            with output_errors(path, "open"):
                path.touch()
            self._db = sqlite3.connect(path, isolation_level=None)
            mode = self._db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            if mode != "wal":
                self.notes.append(
                    f"{printable(path)}: this file system has no WAL; the journal is slower"
                )
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
            self._check_format()
        except sqlite3.OperationalError as e:
            with output_errors(path, "open"):
                raise OSError(None, str(e)) from e
        except (sqlite3.DatabaseError, UnicodeDecodeError) as e:
            raise self._damaged(e) from e

    def _damaged(self, error: Exception) -> DatasetError:
        path = printable(self._path)
        return DatasetError(
            f"{path}: cannot be used as a journal: {error}. If it is damaged, delete it: the next "
            f"build makes it anew, and reads the videos again."
        )

    def _check_format(self) -> None:
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))
        found = self.about("format")
        if found != str(FORMAT):
            raise DatasetError(
                f"{printable(self._path)}: journal format {found}; this version reads {FORMAT}. "
                f"Build into a new folder."
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._db
        except sqlite3.OperationalError as e:
            with output_errors(self._path, "write"):
                raise OSError(None, str(e)) from e
        except sqlite3.DatabaseError as e:
            raise self._damaged(e) from e

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._db
        except (sqlite3.DatabaseError, ValueError, TypeError) as e:
            raise self._damaged(e) from e

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Several writes as one transaction: all of them, or none."""
        with self._writing() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def about(self, name: str) -> str | None:
        with self._reading() as db:
            row = db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
            return row[0] if row else None

    def set_about(self, name: str, value: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def sources(self) -> dict[bytes, tuple[int, int, str]]:
        """All known sources: path relative to the input -> size, mtime_ns, sha256."""
        with self._reading() as db:
            rows = db.execute("SELECT path, size, mtime_ns, sha256 FROM source")
            return {bytes(p): (s, m, h) for p, s, m, h in rows}

    def put_source(self, path: bytes, size: int, mtime_ns: int, sha256: str) -> None:
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", (path, size, mtime_ns, sha256)
            )

    def done(self, key: str) -> Done | None:
        """The result under a key, or None where the step is not done."""
        with self._reading() as db:
            row = db.execute(
                "SELECT result, at, seconds FROM done WHERE key = ?", (key,)
            ).fetchone()
            return Done(_unsealed(row[1], row[0]), row[1], row[2]) if row else None

    def made(self, key: str) -> Done:
        """The result under the key of a step that was made.

        Raises:
            DatasetError: it is not there, so the journal is damaged.
        """
        done = self.done(key)
        if done is None:
            raise self._damaged(ValueError("a row that was written is not there"))
        return done

    def held(self, video: str) -> dict[str, Any]:
        """What the store holds for a video that was put there.

        Raises:
            DatasetError: it is not there, so the journal is damaged.
        """
        state = self.state("held", video)
        if state is None:
            raise self._damaged(ValueError("a row that was written is not there"))
        return state

    def put_done(self, key: str, step: str, video: str, result: Any, seconds: float) -> None:
        at = utc_now()
        row = (key, step, video, _sealed(at, result), at, round(seconds, 6))
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?)", row)

    def has(self, key: str) -> bool:
        """Whether a step is done."""
        with self._reading() as db:
            return db.execute("SELECT 1 FROM done WHERE key = ?", (key,)).fetchone() is not None

    def state(self, table: Where, video: str) -> dict[str, Any] | None:
        """What the store holds, or has staged, for a video."""
        with self._reading() as db:
            row = db.execute(
                f"SELECT state FROM {table} WHERE video = ?",  # noqa: S608  (table is a Literal)
                (video,),
            ).fetchone()
            state: dict[str, Any] | None = _unsealed(video, row[0]) if row else None
        return state

    def put_state(self, table: Where, video: str, state: dict[str, Any]) -> None:
        with self._writing() as db:
            db.execute(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?)",  # noqa: S608
                (video, _sealed(video, state)),
            )

    def drop_state(self, table: Where, video: str) -> None:
        with self._writing() as db:
            db.execute(f"DELETE FROM {table} WHERE video = ?", (video,))  # noqa: S608

    def states(self, table: Where) -> dict[str, dict[str, Any]]:
        """All states of a table, by video."""
        with self._reading() as db:
            rows = db.execute(f"SELECT video, state FROM {table} ORDER BY video")  # noqa: S608
            return {video: _unsealed(video, state) for video, state in rows}

    def parts(self, key: str) -> dict[int, Any]:
        """Labels of pieces of a step that is not done yet, by number of the piece."""
        with self._reading() as db:
            rows = db.execute("SELECT number, label FROM part WHERE step = ?", (key,))
            return {number: _unsealed(f"{key}{number}", label) for number, label in rows}

    def put_parts(self, key: str, labels: Mapping[int, Any]) -> None:
        """Keep labels, so that a step of thousands is not begun anew after a stop."""
        rows = [(key, n, _sealed(f"{key}{n}", label)) for n, label in labels.items()]
        with self.batch():
            self._db.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", rows)

    def drop_parts(self, key: str | None = None) -> None:
        """Forget the labels of a step's pieces; without a key, of all steps."""
        with self._writing() as db:
            db.execute("DELETE FROM part WHERE ?1 IS NULL OR step = ?1", (key,))

    def failures(self) -> dict[bytes, Failure]:
        with self._reading() as db:
            rows = db.execute("SELECT path, mark, step, code, reason FROM failure")
            return {bytes(r[0]): Failure(bytes(r[0]), *r[1:]) for r in rows}

    def put_failure(self, failure: Failure) -> None:
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?)",
                (failure.path, failure.mark, failure.step, failure.code, failure.reason),
            )

    def drop_failure(self, path: bytes) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM failure WHERE path = ?", (path,))

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that the folder holds one journal file."""
        with self._writing() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
