"""`/api/events`: what happens, as it happens (server-sent events)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from spark_trainer.server.events.stream import EventStream
from spark_trainer.server.parts import Shared
from spark_trainer.server.problems import ProblemError

router = APIRouter(prefix="/api/events", tags=["events"])
MOST_CLIENTS = 2000
MAX_ID = 2**62
TOPICS = "job|progress|system|folders"

_EXAMPLE = (
    "id: 42\nevent: job\n"
    'data: {"id": 42, "subject": "43a31dc94af90e87", "data": {"state": "completed"}}\n\n'
)


@router.get(
    "",
    response_class=Response,
    responses={200: {"content": {"text/event-stream": {"example": _EXAMPLE}}}},
)
async def follow_events(
    shared: Shared,
    after: Annotated[
        int | None, Query(ge=0, le=MAX_ID, description="The last id that you have.")
    ] = None,
    topics: Annotated[
        str | None,
        Query(
            max_length=200,
            pattern=f"^({TOPICS})(,({TOPICS}))*$",
            description="Some of job, progress, system, folders; none = all.",
        ),
    ] = None,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> Response:
    """Follow what happens, from now on or from an id that you have.

    `job`: a job changed; `progress`: a line of its events. Without an id, for what only matters
    now: `system`, the machine; `folders`, ids of datasets, runs and models that are new, changed
    or gone. To all: `hello`, the id from which on you are told, and for how many seconds there was
    no `job` and no `folders` (what you asked for before that may be out of date); `reset`, events
    that you missed are no longer kept, so look at everything anew.
    """
    if shared.hub.clients >= MOST_CLIENTS:
        raise ProblemError(503, f"{MOST_CLIENTS} clients follow already", Retry_After="5")
    if last_event_id is not None and last_event_id.isascii() and last_event_id.isdigit():
        after = min(int(last_event_id), MAX_ID)
    wanted = None if not topics else frozenset(topics.split(","))
    return EventStream(shared.hub, shared.engine, after, wanted, shared.stopping)
