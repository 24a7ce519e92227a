"""What passes by in the row of events, and the names of its kinds."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.events.hub import Hub


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


@pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
@pytest.mark.parametrize("topics", ["dataset", "job,", ",", "job,nothing", "Job"])
def test_a_kind_that_there_is_not_is_refused(client: TestClient, topics: str) -> None:
    answer = client.get("/api/events", params={"topics": topics})
    assert answer.status_code == 422 and "topics" in answer.json()["detail"]
