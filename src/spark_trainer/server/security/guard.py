"""What every request must be before anything is done for it.

One pass over the headers, plain ASGI: what it costs, every request pays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spark_trainer.server.problems import ProblemError, problem
from spark_trainer.server.security.hosts import allowed_hosts, allowed_origins, is_local
from spark_trainer.server.security.keys import Keys, first_headers
from spark_trainer.server.security.limits import RANGE_BYTES, RateLimit, cost_of
from spark_trainer.server.security.response_headers import NOT_STORED, headers_for, is_stored
from spark_trainer.server.settings import ServerSettings
from spark_trainer.server.static.answering import of_programs

BODY_S = 60.0
"""Within which a body that is no upload must have come."""
_SHOWING = frozenset({"GET", "HEAD"})
_READING = _SHOWING | {"OPTIONS"}
_OPEN = frozenset({"/healthz", "/api/session"})
"""Beside the page and its files, which hold no secret, and `/login`, which gives one for a code."""
_PLAIN_CLIENTS_MAY = frozenset(
    {("PUT", "/api/config/persistent"), ("POST", "/api/config/profiles")}
)
_PLAIN_BYTES = 1 << 20
"""Of a body that comes without the token, at most."""
_OF_A_BROWSER = frozenset({b"origin", b"referer", b"cookie"})
_UPLOADS = "/api/uploads"


class Guard:
    """Refuses what no client of ours sends, and asks for the token."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app = app
        self._hosts = allowed_hosts(settings)
        self._origins = allowed_origins(self._hosts)
        self._keys = Keys(settings.token)
        self._token_file = settings.home / "token"
        self._settings = settings
        self._most, self._most_upload = settings.max_body_bytes, settings.max_upload_bytes
        self._rates = RateLimit()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        path: str = scope["path"][len(scope.get("root_path", "")) :]
        try:
            headers = self._checked(scope, path)
        except ProblemError as e:
            answer = problem(e.status, e.detail, headers=e.headers)
            await answer(scope, receive, _with_headers(send, path))
            return
        del headers
        most = self._most_of(scope["method"], path)
        limited = Limited(receive, most, None if path.startswith(_UPLOADS) else BODY_S)
        await limited.run(self._app, scope, _with_headers(send, path))

    def _checked(self, scope: Scope, path: str) -> dict[bytes, bytes]:
        """The headers by name; the first of those that come twice.

        Raises:
            ProblemError: the request is refused.
        """
        headers = first_headers(scope["headers"])
        hosts = sum(name == b"host" for name, _ in scope["headers"])
        if hosts != 1 or headers[b"host"].lower() not in self._hosts:
            raise ProblemError(
                421,
                "this server is not called by that name; `serve --allow-host NAME:PORT` adds one",
            )
        if b"transfer-encoding" in headers and b"content-length" in headers:
            # a proxy before us may have found another end of this body than we do
            raise ProblemError(400, "a body has one length", Connection="close")
        method: str = scope["method"]
        self._check_site(headers, method)
        if not path.startswith("/") or "\0" in path or len(path) > 8192:
            raise ProblemError(400, "the path is no path")
        if (
            len(headers.get(b"range", b"")) > RANGE_BYTES
            or headers.get(b"range", b"").count(b",") > 8
        ):
            raise ProblemError(416, "too many ranges", Content_Range="bytes */*")
        self._check_token(headers, method, path)
        self._check_length(headers, self._most_of(method, path))
        cost = cost_of(method, path, scope["query_string"])
        if cost:
            client = scope.get("client") or ("", 0)
            self._rates.take(client[0], cost)
        return headers

    def _check_site(self, headers: dict[bytes, bytes], method: str) -> None:
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() not in self._origins:
            raise ProblemError(403, "pages of other sites may not call this server")
        site = headers.get(b"sec-fetch-site", b"none")
        navigates = headers.get(b"sec-fetch-mode") == b"navigate" and method == "GET"
        if site in (b"cross-site", b"same-site") and not navigates:
            raise ProblemError(403, "pages of other sites may not call this server")

    def _check_token(self, headers: dict[bytes, bytes], method: str, path: str) -> None:
        if path in _OPEN or (method in _SHOWING and not of_programs(path)):
            return
        local = is_local(self._settings, headers[b"host"])
        if local and method in _READING:
            return
        rights = self._keys.rights(headers)
        if rights.changes or (rights.reads and method in _READING):
            return
        if local and (method, path) in _PLAIN_CLIENTS_MAY and _is_plain(headers):
            return
        raise ProblemError(
            403 if local else 401,
            f"a change needs the token, in the header X-SparkTrainer-Token. It lies in "
            f"{self._token_file}"
            if local
            else "this needs the token, in the header X-SparkTrainer-Token",
        )

    def _most_of(self, method: str, path: str) -> int:
        if (method, path) in _PLAIN_CLIENTS_MAY:
            return min(self._most, _PLAIN_BYTES)
        return self._most_upload if path.startswith(_UPLOADS) else self._most

    @staticmethod
    def _check_length(headers: dict[bytes, bytes], most: int) -> None:
        length = headers.get(b"content-length")
        if length is None:
            return
        if not length.isdigit() or len(length) > 18 or int(length) > most:
            raise ProblemError(413, f"the body is over {most} bytes", Connection="close")


class Limited:
    """A body that is cut off where it is too long, or does not come.

    Whoever reads it may take that for a mistake of the client's and answer so; what the client
    gets is the problem found here.
    """

    def __init__(self, receive: Receive, most: int, within_s: float | None) -> None:
        self._receive, self._most, self._within_s = receive, most, within_s
        self._read = 0
        self._until_s: float | None = None
        self._whole = False
        self._problem: ProblemError | None = None
        self._started = False

    async def run(self, app: ASGIApp, scope: Scope, send: Send) -> None:
        async def sending(message: Message) -> None:
            if self._problem is None or self._started:
                self._started = True
                await send(message)

        try:
            await app(scope, self.receive, sending)
        except ProblemError:
            if self._problem is None:
                raise
        if self._problem is not None and not self._started:
            told = problem(
                self._problem.status, self._problem.detail, headers={"Connection": "close"}
            )
            await told(scope, self._receive, send)

    async def receive(self) -> Message:
        if self._whole or self._within_s is None:
            message = await self._receive()
        else:
            if self._until_s is None:  # of all of it: a byte now and then is no progress
                self._until_s = asyncio.get_running_loop().time() + self._within_s
            try:
                async with asyncio.timeout_at(self._until_s):
                    message = await self._receive()
            except TimeoutError:
                raise self._refused(408, "the body did not come") from None
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._read > self._most:
                raise self._refused(413, f"the body is over {self._most} bytes")
        return message

    def _refused(self, status: int, detail: str) -> ProblemError:
        self._problem = ProblemError(status, detail)
        return self._problem


def _is_plain(headers: Iterable[bytes]) -> bool:
    """No browser, and JSON: a page of another site cannot send such a request."""
    names = set(headers)
    return not names & _OF_A_BROWSER and not any(n.startswith(b"sec-fetch-") for n in names)


def _with_headers(send: Send, path: str) -> Send:
    more, stored = headers_for(path), is_stored(path)

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = [*message.get("headers", ()), *more]
            if not stored and not any(name == b"cache-control" for name, _ in told):
                told.append(NOT_STORED)
            message["headers"] = told
        await send(message)

    return sending
