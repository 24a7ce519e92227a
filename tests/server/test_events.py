"""What passes by in the row of events, and the names of its kinds."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import create_engine
from starlette.testclient import TestClient
from starlette.types import Message

from spark_trainer.jobs.watching import Event
from spark_trainer.server.events.hub import Hub
from spark_trainer.server.events.stream import EventStream


def test_of_each_kind_that_passes_by_the_last_is_told_once() -> None:
    hub = Hub(0)
    for topic, number in (("system", 1), ("folders", 2), ("system", 3)):
        hub.pass_by(topic, {"n": number})
    seen, told = hub.passing(0)
    assert [one.bytes for one in told] == [
        b'event: folders\ndata: {"n": 2}\n\n',
        b'event: system\ndata: {"n": 3}\n\n',
    ]
    assert hub.passing(seen) == (seen, [])
    hub.pass_by("folders", {"n": 4})
    assert [one.topic for one in hub.passing(seen)[1]] == ["folders"]


def test_who_comes_later_is_told_how_things_are_and_not_what_has_changed() -> None:
    hub = Hub(0)
    hub.pass_by("folders", {"changed": ["1"]})
    hub.pass_by("system", {"n": 1})
    seen, told = hub.arriving()
    assert [one.topic for one in told] == ["system"]
    assert hub.passing(seen) == (seen, [])
    hub.pass_by("folders", {"changed": ["2"]})
    assert [one.topic for one in hub.passing(seen)[1]] == ["folders"]


def test_it_is_quiet_until_something_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    hub = Hub(0)
    now = 107.0
    hub.pass_by("system", {"n": 1})
    hub.publish([Event(1, "progress", "a", {"n": 1})])
    assert hub.quiet_s == 7
    hub.publish([Event(2, "job", "a", {"state": "running"}), Event(3, "progress", "a", {"n": 2})])
    assert hub.quiet_s == 0
    now = 109.0
    hub.pass_by("folders", {"changed": ["1"]})
    assert hub.quiet_s == 0


def test_a_stream_begins_with_how_long_it_was_quiet() -> None:
    hub = Hub(41)
    hub.pass_by("folders", {"changed": ["1"]})
    hub.pass_by("system", {"n": 1})

    def beginning(after: int | None, topics: set[str] | None) -> list[bytes]:
        sent = []

        async def follow() -> None:
            stopping = asyncio.Event()
            stopping.set()
            stream = EventStream(hub, create_engine("sqlite://"), after, topics, stopping)

            async def receive() -> Message:
                await asyncio.Event().wait()
                raise AssertionError

            async def send(message: Message) -> None:
                sent.append(message.get("body", b""))

            await stream({"type": "http"}, receive, send)

        asyncio.run(follow())
        return b"".join(sent).split(b"\n\n")[1:-1]

    hello, system = beginning(None, None)
    told = json.loads(hello.removeprefix(b"event: hello\ndata: "))
    assert told == {"id": 41, "quiet_s": pytest.approx(0, abs=30)}
    assert system == b'event: system\ndata: {"n": 1}'
    assert len(beginning(None, {"folders"})) == 1


@pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
@pytest.mark.parametrize("topics", ["dataset", "job,", ",", "job,nothing", "Job"])
def test_a_kind_that_there_is_not_is_refused(client: TestClient, topics: str) -> None:
    answer = client.get("/api/events", params={"topics": topics})
    assert answer.status_code == 422 and "topics" in answer.json()["detail"]
