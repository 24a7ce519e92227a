"""What the routes share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

import anyio.to_thread
from fastapi import Depends, Request
from sqlalchemy import Engine

from spark_trainer.server.answers import Answers
from spark_trainer.server.events.hub import Hub
from spark_trainer.server.security.codes import Codes
from spark_trainer.server.security.keys import Keys
from spark_trainer.server.settings import ServerSettings
from spark_trainer.server.static.built import Page
from spark_trainer.server.system.sampler import Sampler
from spark_trainer.server.thumbnails import Thumbnails

T = TypeVar("T")


@dataclass
class Parts:
    """Made when the server starts."""

    settings: ServerSettings
    engine: Engine
    hub: Hub
    sampler: Sampler
    keys: Keys
    page: Page
    codes: Codes = field(default_factory=Codes)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to look at the jobs at once."""
    look_at_disk: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to bring the index up to date at once."""
    answers: Answers = field(default_factory=Answers)
    thumbnails: Thumbnails = field(default_factory=Thumbnails)

    def look_now(self) -> None:
        """After a change that this server made itself."""
        self.answers.forget()
        self.wake.set()


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found


async def aside(work: Callable[..., T], *arguments: Any) -> T:
    """Run what blocks in a thread, so that other requests go on."""
    return await anyio.to_thread.run_sync(lambda: work(*arguments))


Shared = Annotated[Parts, Depends(parts)]
