"""Fixtures: the same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.settings import JobSettings, job_settings
from tests import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def job_home(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> JobSettings:
    """Settings of a new installation, also for the processes that are started."""
    home = tmp_path / "user"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SPARK_TRAINER_GPUS", "0")
    monkeypatch.setenv("SPARK_TRAINER_GRACE_S", "2")
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        name = f"t{secrets.token_hex(6)}"
        admin = create_engine(
            server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        monkeypatch.setenv("SPARK_TRAINER_DATABASE_URL", server.replace("/postgres", f"/{name}"))
    return job_settings()


@pytest.fixture
def engine(job_home: JobSettings) -> Iterator[Engine]:
    opened = open_database(job_home)
    yield opened
    opened.dispose()
