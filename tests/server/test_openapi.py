"""Requests made up from the OpenAPI document: none of them is a failure of the server."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from spark_trainer.server.security.limits import RateLimit
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
EXAMPLES = 4
"""Of each operation."""
_SENT = ("method", "url", "headers", "json", "params")


def test_no_request_of_the_document_makes_the_server_fail(client: TestClient) -> None:
    client.app._rates = RateLimit(1e12, 1e12)  # type: ignore[attr-defined]
    document = client.get("/openapi.json").json()
    statuses: list[tuple[str, int]] = []
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        if operation.path == "/api/events":
            continue  # it does not end

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            asked = case.as_transport_kwargs(base_url="http://127.0.0.1:5000")
            asked["headers"] = {**dict(asked.get("headers") or {}), **AUTH}
            sent = {key: asked[key] for key in _SENT if asked.get(key) is not None}
            if isinstance(asked.get("data"), bytes):
                sent["content"] = asked["data"]
            answer = client.request(**sent)
            statuses.append((f"{case.method} {case.path}", answer.status_code))

        ask()
    every = {f"{m.upper()} {path}" for path, of in document["paths"].items() for m in of}
    assert {name for name, _ in statuses} == every - {"GET /api/events"}
    assert [one for one in statuses if one[1] >= 500] == []
    assert {status // 100 for _, status in statuses} >= {2, 4}
