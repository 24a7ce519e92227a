"""`serve`: the socket, the server, its end."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import os
import resource
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from spark_trainer.core.errors import SparkTrainerError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.server.app import create_app
from spark_trainer.server.parts import Parts
from spark_trainer.server.security.access_log import AccessLog
from spark_trainer.server.security.guard import Guard
from spark_trainer.server.security.patient import PatientProtocol
from spark_trainer.server.security.root_path import RootPath
from spark_trainer.server.security.token import own_token
from spark_trainer.server.settings import LOOPBACK, ServerSettings

TOKEN_VARIABLE = "SPARK_TRAINER_TOKEN"  # noqa: S105  (the name of one)
_CONNECTIONS = 4000
_STOP_S = 10
_BACKLOG = 2048


class PortTakenError(SparkTrainerError):
    """Somebody else listens there."""


def token_for(host: str, home: Any, *, make: bool) -> tuple[SecretStr, bool]:
    """The token of the environment, or of this installation; and whether it was just made.

    Raises:
        UsageError: the address is open to others, and nobody has chosen a token.
    """
    given = os.environ.get(TOKEN_VARIABLE, "")
    if given:
        if len(given) < 16:
            raise UsageError(f"{TOKEN_VARIABLE}: {len(given)} characters are too few; 16 at least")
        return SecretStr(given), False
    if host not in LOOPBACK and not make:
        raise UsageError(
            f"--host {printable(host)}: others can reach that address, so a token is needed. Set "
            f"{TOKEN_VARIABLE}, or add --make-token, which prints one once"
        )
    token, made = own_token(home)
    return SecretStr(token), made


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        PortTakenError: the port is in use.
        UsageError: there is no such address here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Of no named protocol, asyncio would leave TCP_NODELAY off, and a kept connection wait 40 ms.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(_BACKLOG)
    except OSError as e:
        opened.close()
        if e.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"port {port} on {printable(host)} is in use. Stop what listens there, or choose "
                f"another: --port {port + 1}"
            ) from e
        if e.errno == errno.EACCES:
            raise UsageError(f"port {port}: ports below 1024 are for root; choose another") from e
        raise UsageError(f"--host {printable(host)}: {e.strerror or e}") from e
    return opened


def run(settings: ServerSettings, opened: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in flight are answered, jobs go on.

    Once it listens, `ready` is told a code that logs one browser in.

    Raises:
        SparkTrainerError: it cannot start.
    """
    open_database(settings).dispose()  # what is wrong with it is told in one line, not by uvicorn
    _allow_connections()
    app = create_app(settings)
    guarded = AccessLog(RootPath(Guard(app, settings), settings.root_path))
    config = uvicorn.Config(
        guarded,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=_STOP_S,
        limit_concurrency=_CONNECTIONS,
    )
    server = _Server(config, lambda: ready(_code(app)), lambda: _stop_streams(app))
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    asyncio.run(server.serve(sockets=[opened]))
    if server.failed:
        raise SparkTrainerError("the server could not start; the lines above say why")


def _allow_connections() -> None:
    """A shell often allows 1024 open files; each client of the event stream takes one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * _CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _code(app: FastAPI) -> str:
    shared: Parts = app.state.parts
    return shared.codes.make()


def _stop_streams(app: FastAPI) -> None:
    app.state.parts.stopping.set()
    app.state.parts.hub.wake()


class _Server(uvicorn.Server):
    """Says when it is ready, and lets event streams end before it waits for connections."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready, self._stopping = ready, stopping
        self.failed = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            self.failed = True
        else:
            # What is loaded stays: a full collection would look at it while all answers wait.
            gc.collect()
            gc.freeze()
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        self._captured_signals.clear()  # to be asked to stop is no failure
