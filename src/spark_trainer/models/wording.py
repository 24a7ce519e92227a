"""What pydantic finds wrong with a value, in words for people who do not program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from spark_trainer.core.mistakes import nearest, one_of, shown

MISSING = "is missing"

_EXPONENT = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+")
_GLUED = re.compile(r"\w+:\S")
_MOST_PLACES = 3

_WANTED = {
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping: lines of `key: value`, set further in",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "list_type": "must be a list, such as [a, b]",
    "model_type": "must be a mapping: lines of `key: value`, set further in",
    "string_type": "must be text (in quotes, where it looks like something else)",
    "tuple_type": "must be a list, such as [a, b]",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} items",
    "literal_error": "must be {expected}",
}


def problem_of(error: ErrorDetails, kind: type[BaseModel]) -> str:
    """What is wrong with one value.

    Args:
        kind: the settings that the error's `loc` starts in.
    """
    if error["type"] == "extra_forbidden":
        return _unknown(error, kind)
    if error["type"] == "missing":
        return MISSING
    if error["type"] in ("value_error", "assertion_error"):
        return error["msg"].partition(", ")[2]
    return f"is {_described(error)}: {_wanted(error)}"


def _wanted(error: ErrorDetails) -> str:
    if error["type"] in _WANTED:
        limits = {key: _plain(value) for key, value in error.get("ctx", {}).items()}
        return _WANTED[error["type"]].format(**limits)
    message = error["msg"]
    return message[:1].lower() + message[1:]


def _plain(limit: object) -> object:
    """30.0 is told as 30."""
    return f"{limit:.15g}" if isinstance(limit, float) else limit


def _described(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, str):
        return f"the text {shown(value)}{_hint(value, error)}"
    if isinstance(value, dict):
        return "a mapping"
    return shown(json.dumps(value))


def _hint(text: str, error: ErrorDetails) -> str:
    if _EXPONENT.fullmatch(text):  # the usual loader of YAML takes `3e-5` for text
        return " (a number needs a point there: `3.0e-5`)"
    if error["type"] in ("model_type", "dict_type") and _GLUED.match(text):
        return " (a space is missing after the `:`)"
    if error["type"] == "literal_error":
        return nearest(text, re.findall(r"'([^']*)'", error.get("ctx", {}).get("expected", "")))
    return ""


def _unknown(error: ErrorDetails, kind: type[BaseModel]) -> str:
    name = str(error["loc"][-1])
    known = list(_model_at(kind, error["loc"][:-1]).model_fields)
    places = list(_places(kind, name))
    problem = one_of(name, "key", known)
    if 0 < len(places) <= _MOST_PLACES:
        belongs = f" (it belongs into {', or '.join(places)})"
        problem = problem.replace("; known:", f"{belongs}; known:", 1)
    return problem


def _places(kind: type[BaseModel], name: str, above: str = "") -> Iterator[str]:
    """The sections that have a key of that name."""
    for section, field in kind.model_fields.items():
        inner = _settings_in(field.annotation)
        if inner is not None:
            path = f"{above}.{section}" if above else section
            if name in inner.model_fields:
                yield f"`{path}`"
            yield from _places(inner, name, path)


def _model_at(kind: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel]:
    """The settings that stand at a key of other settings, through lists and `None |`."""
    for part in path:
        if isinstance(part, str) and part in kind.model_fields:
            kind = _settings_in(kind.model_fields[part].annotation) or kind
    return kind


def _settings_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_settings_in(inner) for inner in getattr(annotation, "__args__", ()))
    return next((kind for kind in found if kind is not None), None)
