"""A thousand clients of the event stream: some never read, some go away, some come back.

How late they hear is measured by `benchmarks/server.py`.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from spark_trainer.jobs.database.engine import open_database, writing
from spark_trainer.jobs.database.tables import events
from spark_trainer.jobs.settings import JobSettings
from tests.jobs.waiting import until
from tests.server.real import Server

CLIENTS = 1000
READERS, MUTE, BACK = 700, 100, 100
"""And as many again as are left read for a while, then go away for good."""
EVENTS, EVERY_S = 40, 0.1
GROWTH_BYTES = 50 << 20
FILLING = "x" * 3000


def memory_bytes(server: Server) -> int:
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    assert found
    return int(found[1]) * 1024


async def connect(server: Server, after: int | None = None, window: int | None = None) -> Any:
    opened = socket.socket()
    if window:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    opened.setblocking(False)
    await asyncio.get_running_loop().sock_connect(opened, ("127.0.0.1", server.port))
    reader, writer = await asyncio.open_connection(sock=opened, limit=1 << 20)
    back = "" if after is None else f"Last-Event-ID: {after}\r\n"
    host = f"Host: 127.0.0.1:{server.port}\r\n"
    writer.write(f"GET /api/events?topics=job,progress HTTP/1.1\r\n{host}{back}\r\n".encode())
    await writer.drain()
    return reader, writer


class Reader:
    """Reads for as long as it may, and keeps what came."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.ready = asyncio.Event()

    async def read(self, reader: asyncio.StreamReader, count: float) -> None:
        number, kind = 0, ""
        while len(self.ids) < count and (line := await reader.readline()):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                number = int(value)
            elif name == "event":
                kind = value
            elif name == "data" and kind == "hello":
                self.ready.set()
            elif name == "data" and kind in ("progress", "reset"):
                assert kind == "progress"
                self.ids.append(number)
                assert value.endswith("}"), "events come whole"


def tell(engine: Engine, number: int) -> None:
    """An event as a job's watcher writes it; the server sends what it finds there."""
    with writing(engine) as connection:
        data = {"event": "step", "n": number, "filling": FILLING}
        row = {"at": time.time(), "topic": "progress", "subject": "0" * 16, "data": data}
        connection.execute(insert(events), [row])


async def crowd(server: Server, engine: Engine) -> tuple[list[Reader], list[Reader], int]:
    before = memory_bytes(server)
    mute = [await connect(server, window=4096) for _ in range(MUTE)]
    healthy, back = [Reader() for _ in range(READERS)], [Reader() for _ in range(BACK)]
    gone = [Reader() for _ in range(CLIENTS - READERS - MUTE - BACK)]
    tasks = [asyncio.create_task(follow(server, one, EVENTS)) for one in healthy]
    short = [asyncio.create_task(follow(server, one, EVENTS // 4)) for one in (*back, *gone)]
    await asyncio.gather(*(one.ready.wait() for one in (*healthy, *back, *gone)))
    # Those who are mute do not say when the server has them.
    await asyncio.to_thread(until, lambda: metric(server) == CLIENTS)
    for number in range(EVENTS // 2):
        await asyncio.to_thread(tell, engine, number)
        await asyncio.sleep(EVERY_S)
    await asyncio.gather(*short)  # they read some, and went
    returned = [asyncio.create_task(follow(server, one, EVENTS, one.ids[-1])) for one in back]
    for number in range(EVENTS // 2, EVENTS):
        await asyncio.to_thread(tell, engine, number)
        await asyncio.sleep(EVERY_S)
    async with asyncio.timeout(30):
        await asyncio.gather(*tasks, *returned)
    grown = memory_bytes(server) - before
    for _, writer in mute:
        writer.close()
    return healthy, back, grown


async def follow(server: Server, one: Reader, count: int, after: int | None = None) -> None:
    reader, writer = await connect(server, after)
    try:
        await one.read(reader, count)
    finally:
        writer.close()


def metric(server: Server) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
        found = re.search(rb"spark_trainer_event_clients (\d+)", answer.read())
    assert found
    return int(found[1])


def test_a_thousand_clients_of_which_some_never_read_and_some_come_back(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    server = serve(work, home)
    engine = open_database(JobSettings(home=home / ".spark_trainer"))
    healthy, back, grown = asyncio.run(crowd(server, engine))
    engine.dispose()
    first = healthy[0].ids[0]
    whole = list(range(first, first + EVENTS))
    assert all(one.ids == whole for one in healthy)
    assert all(one.ids == whole for one in back), "no gap and nothing twice after coming back"
    assert grown < GROWTH_BYTES
    until(lambda: metric(server) == 0)  # whoever went away costs nothing any more
