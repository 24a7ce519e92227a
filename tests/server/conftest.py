"""A server in this process, guarded as the real one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from spark_trainer.jobs.settings import JobSettings
from spark_trainer.server.app import create_app
from spark_trainer.server.security.guard import Guard
from spark_trainer.server.settings import ServerSettings
from tests.server.real import Server

TOKEN = "a-token-of-the-tests-0123456789"
AUTH = {"X-SparkTrainer-Token": TOKEN}
INDEX = """<!doctype html>
<html><head><base href="/" /><title>SparkTrainer</title>
<script type="module" src="./assets/index-B2xyz.js"></script></head></html>
"""


@pytest.fixture
def workdir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    (folder / "datasets").mkdir(parents=True)
    (folder / "runs").mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A built page, of the form that vite gives it."""
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "theme.js").write_text("document.documentElement.dataset.theme = 'dark'")
    (folder / "spark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "assets/index-B2xyz.js").write_text("console.log('hello')\n" * 500)
    (folder / "assets/index-B2xyz.css").write_text("body { color: black }\n" * 500)
    (folder / "assets/inter-C3.woff2").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture
def settings(job_home: JobSettings, workdir: Path, page: Path) -> ServerSettings:
    return ServerSettings(
        **job_home.model_dump(),
        token=SecretStr(TOKEN),
        workdir=workdir,
        page=page,
        max_body_bytes=100_000,
        max_upload_bytes=10_000_000,
        quota_bytes=20_000_000,
    )


@pytest.fixture
def client(settings: ServerSettings) -> Iterator[TestClient]:
    """Has no token of its own; `AUTH` is one."""
    app = Guard(create_app(settings), settings)
    with TestClient(app, base_url="http://127.0.0.1:5000") as made:
        yield made


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers; what of them still runs at the end is ended."""
    started: list[Server] = []

    def start(*given: Any, **more: Any) -> Server:
        started.append(Server(*given, **more))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.kill()
