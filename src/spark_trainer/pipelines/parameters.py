"""The parameters of an op in words: what each may be, and what is wrong with one given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spark_trainer.core.mistakes import KeyPath, Mistake, one_of, shown
from spark_trainer.pipelines.ops import Op

_NOUNS = {
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "string": "text",
    "null": "null",
}


@dataclass(frozen=True)
class Parameter:
    """One setting of an op, as a person is told about it."""

    name: str
    allowed: str
    """Type and range, e.g. `a number above 0, at most 1000`."""
    default: object
    """A JSON value."""
    about: str
    """Effect and unit; empty where the name says it all."""
    choices: tuple[str, ...] = ()


def parameters(kind: type[Op]) -> tuple[Parameter, ...]:
    """All parameters of an op, in the order of its model."""
    defaults = kind().model_dump(mode="json")
    schema = kind.model_json_schema()["properties"] if kind.model_fields else {}
    return tuple(
        Parameter(
            name=name,
            allowed=allowed(schema[name]),
            default=defaults[name],
            about=" ".join((info.description or "").split()),
            choices=tuple(schema[name].get("enum", ())),
        )
        for name, info in kind.model_fields.items()
    )


def changed(op: Op) -> dict[str, object]:
    """The parameters that differ from the op's defaults, as JSON values."""
    defaults = type(op)().model_dump(mode="json")
    return {k: v for k, v in op.model_dump(mode="json").items() if v != defaults[k]}


def allowed(schema: Mapping[str, Any]) -> str:
    """A JSON schema in words."""
    if "anyOf" in schema:
        return ", or ".join(allowed(option) for option in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(str(choice) for choice in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return _list(schema)
    return _NOUNS.get(schema.get("type", ""), "a value") + _range(schema)


def _list(schema: Mapping[str, Any]) -> str:
    items = [allowed(item) for item in schema.get("prefixItems", ())]
    if not items:
        return "a list"
    if len(set(items)) == 1:
        return f"a list of {len(items)}, each {items[0]}"
    return "a list of " + " and ".join(items)


def _range(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    bounds = [
        f"{word} {schema[key]:g}"
        for key, word in (
            ("exclusiveMinimum", "above"),
            ("minimum", "at least"),
            ("exclusiveMaximum", "below"),
            ("maximum", "at most"),
        )
        if key in schema
    ]
    return " " + ", ".join(bounds) if bounds else ""


def read_op(
    kind: type[Op], params: Mapping[str, object], path: KeyPath
) -> tuple[Op | None, list[Mistake]]:
    """An op from plain values, or what is wrong with them. Types are not guessed: `"1"` is text."""
    try:
        return kind.model_validate_json(json.dumps(params), strict=True), []
    except ValidationError as e:
        known = {parameter.name: parameter for parameter in parameters(kind)}
        return None, [_mistake(error, kind, known, path) for error in e.errors()]


def _mistake(
    error: ErrorDetails, kind: type[Op], known: Mapping[str, Parameter], path: KeyPath
) -> Mistake:
    where = (*path, *error["loc"])
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return Mistake(where, _unknown(name, kind, known))
    if name not in known:
        return Mistake(where, error["msg"])
    if error["type"] in ("value_error", "assertion_error"):
        return Mistake(where, error["msg"].partition(", ")[2])
    if known[name].choices and isinstance(error["input"], str):
        return Mistake(where, one_of(error["input"], "choice", known[name].choices))
    if error["type"] == "missing":
        return Mistake(where, f"is missing; `{name}` must be {known[name].allowed}")
    return Mistake(where, f"is {described(error['input'])}; must be {known[name].allowed}")


def _unknown(name: str, kind: type[Op], known: Mapping[str, Parameter]) -> str:
    if not known:
        return f"unknown key {shown(name)}; the op `{kind.op}` has no parameters"
    return one_of(name, "key", list(known))


def described(value: object) -> str:
    """A value of a YAML file in words: type and content."""
    if value is None:
        return "null (nothing is written there)"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, list):
        return f"a list {shown(value)}"
    if isinstance(value, dict):
        return "a mapping (`key: value` pairs)"
    return shown(value)
