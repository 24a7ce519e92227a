"""A template's mapping into frozen settings; every mistake is named by its key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import KeyPath, Mistake, raise_mistakes, shown
from spark_trainer.models.wording import problem_of


class Settings(BaseModel):
    """Values that never change; a key that nobody knows is a mistake."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


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
    return Mistake((*path, *error["loc"]), problem_of(error, kind))
