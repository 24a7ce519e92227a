"""The socket of `serve`."""

from __future__ import annotations

import asyncio
import socket

import pytest

from spark_trainer.core.errors import UsageError
from spark_trainer.server.running import PortTakenError, listen


def test_answers_on_a_kept_connection_do_not_wait_for_acknowledgements() -> None:
    """asyncio sets TCP_NODELAY only where the socket says that it is TCP."""

    async def seen() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            own = writer.get_extra_info("socket")
            found.set_result(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        opened = listen("127.0.0.1", 0)
        async with await asyncio.start_server(take, sock=opened):
            _, writer = await asyncio.open_connection(*opened.getsockname())
            answer = await found
            writer.close()
        return answer

    assert asyncio.run(seen()) != 0


def test_a_port_in_use_and_an_address_of_others_are_said_plainly() -> None:
    with listen("127.0.0.1", 0) as opened:
        port = opened.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"port {port} on 127.0.0.1 is in use.*--port"):
            listen("127.0.0.1", port)
    with pytest.raises(UsageError, match="--host 192.0.2.1: Cannot assign"):
        listen("192.0.2.1", 0)
