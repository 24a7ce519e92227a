"""The server: what is started with it, what runs beside it, and what it answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Lifespan

from spark_trainer import __version__
from spark_trainer.core.errors import SparkTrainerError
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.index import folders
from spark_trainer.jobs.index.entries import index_entries
from spark_trainer.jobs.index.folders import refresh
from spark_trainer.jobs.queue import ENDED
from spark_trainer.jobs.watching import Watcher, last_id, replay
from spark_trainer.server.events.hub import Hub
from spark_trainer.server.parts import Parts, aside
from spark_trainer.server.problems import TOLD, handle_problems
from spark_trainer.server.roots import roots_of
from spark_trainer.server.routes import all_routers
from spark_trainer.server.routes.entries import SMALL_BYTES
from spark_trainer.server.security.keys import Keys
from spark_trainer.server.settings import ServerSettings
from spark_trainer.server.static.answering import answer_page
from spark_trainer.server.static.built import read_page
from spark_trainer.server.system.sampler import EVERY_S, Sampler

LOOK_S = 0.25
INDEX_S = 10.0
_log = logging.getLogger("spark_trainer.server")


def create_app(settings: ServerSettings) -> FastAPI:
    """The application, without what protects it: see `security.guard`.

    Raises:
        SparkTrainerError: when it starts, where the database cannot be used.
    """
    return interface(lambda app: _lifespan(app, settings))


def interface(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """All routes, and the page for what they do not take. Alone it describes itself only."""
    app = FastAPI(
        title="SparkTrainer",
        version=__version__,
        summary="Datasets, trainings and jobs of this machine",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    handle_problems(app)
    for router in all_routers():
        app.include_router(router, responses=TOLD)
    app.router.default = answer_page
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI, settings: ServerSettings) -> AsyncIterator[None]:
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = await aside(open_database, settings)
    sampler = await aside(Sampler, settings.home)
    hub = Hub(await aside(last_id, engine))
    page = await aside(read_page, settings.page, settings.root_path)
    shared = Parts(settings, engine, hub, sampler, Keys(settings.token), page)
    app.state.parts = shared
    watcher = Watcher(settings, engine)
    tasks = [
        asyncio.create_task(_again(shared, LOOK_S, lambda: _watch(shared, watcher), shared.wake)),
        asyncio.create_task(_again(shared, EVERY_S, lambda: _sample(shared), None)),
        asyncio.create_task(_again(shared, INDEX_S, lambda: _index(shared), shared.look_at_disk)),
    ]
    try:
        yield
    finally:
        shared.stopping.set()
        shared.hub.wake()
        await asyncio.gather(*tasks)
        engine.dispose()


async def _again(
    shared: Parts, every_s: float, work: Callable[[], Awaitable[None]], wake: asyncio.Event | None
) -> None:
    """Do something until the server stops. What fails is told once, and tried again."""
    failed = ""
    while not shared.stopping.is_set():
        try:
            await work()
            failed = ""
        except (SparkTrainerError, OSError) as e:
            if str(e) != failed:
                _log.error("%s", e)
            failed = str(e)
        except (ValueError, SQLAlchemyError) as e:  # a file or a row that nobody foresaw
            if repr(e) != failed:
                _log.error("an error of this program", exc_info=e)
            failed = repr(e)
        waiting = [asyncio.create_task(one.wait()) for one in (shared.stopping, wake) if one]
        await asyncio.wait(waiting, timeout=every_s, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if wake is not None:
            wake.clear()


async def _watch(shared: Parts, watcher: Watcher) -> None:
    await aside(watcher.look)
    newest = shared.hub.newest
    while news := await aside(replay, shared.engine, newest):
        shared.hub.publish(news)
        if any(event.topic == "job" and event.data["state"] in ENDED for event in news):
            shared.look_at_disk.set()
        newest = shared.hub.newest


async def _sample(shared: Parts) -> None:
    sample = await aside(shared.sampler.look)
    shared.hub.pass_by("system", sample.to_json())


async def _index(shared: Parts) -> None:
    changed = await aside(lambda: refresh(shared.engine, roots_of(shared.settings)))
    await aside(_index_entries, shared)
    if changed:
        shared.answers.forget()  # a job's folder may be known by now
        shared.hub.pass_by("folders", {"changed": changed[:100]})


def _index_entries(shared: Parts) -> None:
    """Entries of large datasets; small ones are indexed when somebody looks at them."""
    for row in folders.rows(shared.engine, "dataset"):
        manifest = Path(row["path"]) / MANIFEST
        if manifest.exists() and manifest.stat().st_size > SMALL_BYTES:
            index_entries(shared.engine, row["id"], manifest)
