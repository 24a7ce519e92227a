"""One line of JSON a request: when, who, what, how it went, how long. No query, no header."""

from __future__ import annotations

import json
import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("spark_trainer.server.access")
_MOST = 500


class AccessLog:
    """Logs requests. A path can hold anything; JSON in ASCII keeps it on its line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _log.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        began_s, status = time.monotonic(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            line = {
                "time": round(time.time(), 3),
                "client": (scope.get("client") or ("",))[0],
                "method": scope["method"],
                "path": scope["path"][:_MOST],
                "status": status,
                "ms": round((time.monotonic() - began_s) * 1000, 1),
            }
            _log.info("%s", json.dumps(line))
