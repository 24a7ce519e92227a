"""`GET /api/events`: one client's place in the row of events."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import anyio.to_thread
from sqlalchemy import Engine
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spark_trainer.jobs.watching import replay
from spark_trainer.server.events.hub import Hub, Message, encode, message

PING_S = 15.0
PING = b": still here\n\n"
RETRY = b"retry: 1000\n\n"
"""A browser that lost its line comes back after a second."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream(Response):
    """Sends events for as long as the client listens.

    Args:
        after: the last id that it has; None = only what comes.
        topics: kinds of events that it wants; None = all.
        stopping: is set when the server goes down.
    """

    def __init__(
        self,
        hub: Hub,
        engine: Engine,
        after: int | None,
        topics: Collection[str] | None,
        stopping: asyncio.Event,
    ) -> None:
        self._hub, self._engine, self._topics, self._stopping = hub, engine, topics, stopping
        self._at = hub.newest if after is None else after
        self._new = after is None
        self._seen = 0
        self.background = None
        self.status_code = 200

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        with self._hub.listening() as look:
            gone = asyncio.create_task(_gone(receive))
            gone.add_done_callback(lambda _: look.set())
            try:
                await self._tell(send, gone, look)
            except OSError:  # the client went away while it was being told
                pass
            finally:
                gone.cancel()

    async def _tell(self, send: Send, gone: asyncio.Task[None], look: asyncio.Event) -> None:
        await _body(send, self._hello())
        told_s = _now_s()
        while not gone.done() and not self._stopping.is_set():
            news = await self._news()
            if not news and await _is_set(look, told_s + PING_S):
                look.clear()
                continue
            await _body(send, news or PING)
            told_s = _now_s()
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _hello(self) -> bytes:
        first: list[Message] = []
        if self._new:
            self._seen, first = self._hub.arriving()
        hello = encode("hello", {"id": self._at, "quiet_s": round(self._hub.quiet_s, 3)})
        told = (one.bytes for one in first if self._wanted(one.topic))
        return b"".join((RETRY, hello, *told))

    async def _news(self) -> bytes:
        """What the client has not seen."""
        found = self._hub.after(self._at)
        if found is None:
            found = await self._from_database()
        if found:
            self._at = found[-1].id
        self._seen, passing = self._hub.passing(self._seen)
        return b"".join(one.bytes for one in (*found, *passing) if self._wanted(one.topic))

    async def _from_database(self) -> list[Message]:
        after = self._at
        kept = await anyio.to_thread.run_sync(lambda: replay(self._engine, after))
        if kept is None or (not kept and after != self._hub.newest):
            newest = self._hub.newest
            return [Message(newest, "reset", encode("reset", {"id": newest}, newest))]
        return [message(event) for event in kept]

    def _wanted(self, topic: str) -> bool:
        return self._topics is None or topic in self._topics or topic == "reset"


def _now_s() -> float:
    return asyncio.get_running_loop().time()


async def _is_set(look: asyncio.Event, until_s: float) -> bool:
    """Waits for it; False where the time came first."""
    try:
        async with asyncio.timeout_at(until_s):
            return await look.wait()
    except TimeoutError:
        return False


async def _body(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
