"""A chat server, and captioners that have found it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests.labelers.chat_server import ChatServer, chat_server
from tests.labelers.openai_asked import Make

from spark_trainer.labelers.chat.captions import OpenAICaptions


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A chat server; nothing in the environment leads anywhere else."""
    for name in list(os.environ):
        if name.startswith("OPENAI_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with chat_server() as running:
        yield running


@pytest.fixture
def make(server: ChatServer) -> Iterator[Make]:
    """A captioner that has found the server, with waits that take no time."""
    made: list[OpenAICaptions] = []

    def _make(**settings: Any) -> OpenAICaptions:
        settings = {"url": server.url, "timeout_s": 5, "first_wait_s": 0.001, **settings}
        made.append(OpenAICaptions(**settings))
        made[-1].resolve()
        made[-1].load()
        return made[-1]

    yield _make
    for captioner in made:
        captioner.close()
