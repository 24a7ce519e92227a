"""The database: its migrations, on both kinds, and what is told where it cannot be opened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, column, insert, table, text

from spark_trainer.core.errors import BackendUnavailableError, OutputError, UsageError
from spark_trainer.jobs.database import migrations
from spark_trainer.jobs.database.engine import open_database, writing
from spark_trainer.jobs.database.tables import metadata
from spark_trainer.jobs.index.entries import index_entries, is_indexed
from spark_trainer.jobs.index.entries.filling import tag_of
from spark_trainer.jobs.settings import JobSettings, job_settings


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Not the full-text index, of which SQLAlchemy knows nothing."""
    return not (name or "").removeprefix("ix_").startswith("entry_words")


def test_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": ours}
        )
        assert compare_metadata(context, metadata) == []


def test_entries_of_an_older_database_are_indexed_anew(engine: Engine, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        old = {"dataset": "d", "tag": tag_of(manifest), "first": 1, "total": 1, "ready": 1}
        sets = table("entry_sets", *map(column, ("id", *old)))
        connection.execute(insert(sets).values(id="old", **old))
        connection.execute(
            text(
                "INSERT INTO entry_words (rowid, words) VALUES (1, 'red')"
                if engine.dialect.name == "sqlite"
                else "INSERT INTO entry_words (key, words) VALUES (1, 'red')"
            )
        )
        command.upgrade(config, "head")
    assert not is_indexed(engine, "d", manifest)
    assert index_entries(engine, "d", manifest) == 0 and is_indexed(engine, "d", manifest)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM entry_words")).scalar() == 0


def test_several_that_open_it_at_once_make_it_once(job_home: JobSettings) -> None:
    with ThreadPoolExecutor(4) as threads:
        engines = list(threads.map(open_database, [job_home] * 4))
    with engines[0].connect() as connection:
        version = connection.execute(text("select version_num from alembic_version")).all()
    assert len(version) == 1
    for one in engines:
        one.dispose()


def test_a_file_is_private_and_survives_its_writer(tmp_path: Path) -> None:
    settings = job_settings(tmp_path / "home")
    open_database(settings).dispose()
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    with open_database(settings).connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"


@pytest.mark.parametrize(
    ("url", "kind", "told"),
    [
        ("mysql://u@h/d", UsageError, "mysql is none of sqlite, postgresql"),
        ("nonsense", UsageError, "no database URL"),
        (
            "postgresql://u:secret@127.0.0.1:1/d",
            BackendUnavailableError,
            r"postgresql\+psycopg://u:\*\*\*@127.0.0.1:1/d cannot be opened",
        ),
    ],
)
def test_a_url_that_cannot_be_opened_is_told_without_its_password(
    tmp_path: Path, url: str, kind: type[Exception], told: str
) -> None:
    settings = JobSettings(home=tmp_path, database_url=url)
    with pytest.raises(kind, match=told) as caught:
        open_database(settings)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "spark-trainer.db").mkdir()
    with pytest.raises(OutputError, match="cannot be opened"):
        open_database(JobSettings(home=tmp_path))


def test_a_number_in_the_environment_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_TRAINER_CPU_SLOTS", "two")
    with pytest.raises(UsageError, match="SPARK_TRAINER_CPU_SLOTS=two: wanted a number"):
        job_settings(tmp_path)
