"""What the bodies and answers of routes have in common, and how their examples are written."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from spark_trainer.server.document import without_nulls

Responses = dict[int | str, dict[str, Any]]


class Shape(BaseModel):
    """A body or an answer. What its fields say of themselves is in the OpenAPI document."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Asked(Shape):
    """A body: a key that it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid")


def example(value: JsonValue) -> ConfigDict:
    """For a model."""
    return ConfigDict(json_schema_extra={"examples": [without_nulls(value)]})


def answers(value: JsonValue, media_type: str = "application/json") -> Responses:
    """For an answer without a model."""
    return {200: {"content": {media_type: {"example": without_nulls(value)}}}}


def file_of(media_type: str) -> Responses:
    """For an answer that is a file, or a range of it."""
    whole = {"description": "The file", "content": {media_type: {}}}
    return {200: whole, 206: {**whole, "description": "The range that was asked for"}}
