"""A template's mapping into frozen settings; every mistake is named by its key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import KeyPath, Mistake, one_of, raise_mistakes, shown


class Settings(BaseModel):
    """Values that never change; a key that nobody knows is a mistake."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


_EXPONENT = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+")

SettingsT = TypeVar("SettingsT", bound=Settings)


def read_settings(
    kind: type[SettingsT],
    value: object,
    where: str,
    path: KeyPath = (),
    line_of: Callable[[KeyPath], int | None] | None = None,
) -> SettingsT:
    """Settings from plain values, as a YAML file holds them. Types are not guessed.

    Args:
        where: how messages name the file.
        path: where the value stands in that file.
        line_of: the line of a key there, see `core.yaml_source.YamlSource.line_of`.

    Raises:
        ConfigError: all mistakes, one a line, each with its key.
    """
    if not isinstance(value, Mapping):
        raise ConfigError(f"{where}: wanted a mapping of settings, found {shown(value)}")
    try:
        settings, mistakes = try_settings(kind, value, path)
    except (TypeError, ValueError) as e:
        raise ConfigError(f"{where}: holds a value that is no plain data: {e}") from e
    raise_mistakes(where, mistakes, line_of)
    assert settings is not None
    return settings


def try_settings(
    kind: type[SettingsT], value: object, path: KeyPath = ()
) -> tuple[SettingsT | None, list[Mistake]]:
    """Settings from plain values, or all that is wrong with them.

    Raises:
        TypeError, ValueError: a value is no plain data, as no YAML file of ours holds.
    """
    text = json.dumps(value, allow_nan=False)
    try:
        return kind.model_validate_json(text, strict=True), []
    except ValidationError as e:
        return None, [mistake(error, kind, path) for error in e.errors()]


def mistake(error: ErrorDetails, kind: type[Settings], path: KeyPath = ()) -> Mistake:
    """What is wrong with one value, in our words. `path` leads to the settings."""
    where = (*path, *error["loc"])
    if error["type"] == "extra_forbidden":
        known = list(_model_at(kind, error["loc"][:-1]).model_fields)
        return Mistake(where, one_of(str(error["loc"][-1]), "key", known))
    if error["type"] == "missing":
        return Mistake(where, "is missing")
    if error["type"] in ("value_error", "assertion_error"):
        return Mistake(where, error["msg"].partition(", ")[2])
    return Mistake(where, f"is {_described(error['input'])}: {_lowered(error['msg'])}")


def _lowered(message: str) -> str:
    """What pydantic says, as the end of a sentence of ours."""
    return (message[:1].lower() + message[1:]).replace("input should be", "must be", 1)


def _described(value: object) -> str:
    if isinstance(value, str):
        # The usual loader of YAML takes `3e-5` for text.
        hint = " (a number needs a point there: `3.0e-5`)" if _EXPONENT.fullmatch(value) else ""
        return f"the text {shown(value)}{hint}"
    if isinstance(value, dict):
        return "a mapping"
    return shown(json.dumps(value))


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
