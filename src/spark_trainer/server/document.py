"""The OpenAPI document, where FastAPI by itself would say something else than is true."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import JsonValue

NULL = "\0null"
"""Stands in examples for null, which FastAPI leaves out of all that it writes."""
PROBLEM = "application/problem+json"


def without_nulls(value: JsonValue) -> JsonValue:
    """An example that FastAPI leaves whole."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value]
    return NULL if value is None else value


def describe(app: FastAPI) -> None:
    """Have the app write the document so."""
    plain = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            plain()
            app.openapi_schema = _with_nulls(_with_problems(app.openapi_schema or {}))
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_nulls(inner) for inner in value]
    return None if value == NULL else value


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """FastAPI takes every answer for JSON of its own kind."""
    for path in document["paths"].values():
        for operation in path.values():
            told = operation["responses"]["default"]
            (schema,) = told["content"].values()
            told["content"] = {PROBLEM: schema}
    return document
