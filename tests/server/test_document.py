"""The OpenAPI document: what it names, and that its examples are what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
Contents = Iterator[tuple[str, str, dict[str, Any]]]


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, of in document["paths"].items():
        for method, operation in of.items():
            yield f"{method.upper()} {path}", operation


def contents(document: dict[str, Any]) -> Contents:
    """Where, the media type, and what is said of each body and answer that has one."""
    for name, operation in operations(document):
        parts = {"body": operation.get("requestBody", {}), **operation["responses"]}
        for part, said in parts.items():
            for media_type, content in said.get("content", {}).items():
                yield f"{name} {part}", media_type, content


def examples(document: dict[str, Any], said: dict[str, Any]) -> list[Any]:
    """Of a schema or a content: its own, those that it refers to, or one of a list of them."""
    if "example" in said:
        return [said["example"]]
    if "examples" in said:
        return list(said["examples"])
    if "$ref" in said:
        return examples(document, document["components"]["schemas"][said["$ref"].split("/")[-1]])
    if said.get("type") == "array":
        return [[one] for one in examples(document, said["items"])]
    return examples(document, said["schema"]) if "schema" in said else []


def test_it_is_openapi_31_and_has_the_endpoints_that_people_know(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    known = {
        "/api/user/dashboard": {"get"},
        "/api/models/templates": {"get"},
        "/api/config/persistent": {"get", "put"},
        "/api/config/profiles": {"get", "post"},
    }
    assert {path: set(document["paths"][path]) for path in known} == known
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_each_body_and_each_answer_has_examples_that_its_schema_allows(
    document: dict[str, Any],
) -> None:
    seen = 0
    for where, media_type, content in contents(document):
        if media_type not in ("application/json", "application/problem+json"):
            continue
        found = examples(document, content)
        assert found, where
        schema = {**content.get("schema", {}), "components": document["components"]}
        for one in found:
            jsonschema_rs.validate(schema, one)
            seen += 1
    assert seen > 80


def test_each_operation_says_that_errors_are_problems(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        (media_type,) = operation["responses"]["default"]["content"]
        assert media_type == "application/problem+json", name
        assert not {"4XX", "422"} & operation["responses"].keys(), name


def test_fields_are_described_by_their_docstrings(document: dict[str, Any]) -> None:
    job = document["components"]["schemas"]["Job"]["properties"]
    assert job["progress"]["description"] == "Share that is done; null where nothing tells."
