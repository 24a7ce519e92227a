"""A template's settings as rows of words: key, value, and what it does."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel

from spark_trainer.core.yaml_source import PlainDumper
from spark_trainer.models.kinds.common import Template

HEAD = frozenset(Template.model_fields) - {"resources"}
"""What is told of every template before its sections."""
_ZEROS = re.compile(r"e([+-])0+(\d)")


@dataclass(frozen=True)
class Row:
    """One setting."""

    key: str
    """With points, from the section on: `config.hidden_size`."""
    value: str
    """As YAML writes it, on one line."""
    about: str
    """Effect, unit and range; empty where the name says it all."""


def sections(settings: Template) -> dict[str, list[Row]]:
    """All settings but the head's, defaults included, by section."""
    names = [name for name in type(settings).model_fields if name not in HEAD]
    names.sort(key=lambda name: name == "resources")  # what it costs is read last
    return {name: section(settings, name) for name in names}


def section(settings: Template, name: str) -> list[Row]:
    """The settings of one section."""
    about = _about(type(settings), name)
    rows = list(_rows(getattr(settings, name), "", about))
    return rows or [Row("", "nothing", about)]


def about_key(settings: BaseModel, path: tuple[str, ...]) -> str:
    """What a setting does, by its keys from the top; empty where nothing is said."""
    *inner, last = path
    place: Any = settings
    for key in inner:
        place = getattr(place, key, None)
    return _about(type(place), last) if isinstance(place, BaseModel) else ""


def text_of(value: object) -> str:
    """A value as YAML writes it, on one line."""
    text = yaml.dump([value], Dumper=PlainDumper, width=math.inf, allow_unicode=True).strip()[1:-1]
    return _ZEROS.sub(r"e\1\2", text) if isinstance(value, float) else text


def _rows(value: object, key: str, about: str) -> Iterator[Row]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = f"{key}.{name}" if key else name
            yield from _rows(getattr(value, name), inner, _about(type(value), name))
    elif isinstance(value, Mapping) and value:
        for name, item in value.items():
            yield from _rows(item, f"{key}.{name}" if key else str(name), "")
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        for number, item in enumerate(value):
            yield from _rows(item, f"{key}[{number}]", "")
    else:
        plain = list(value) if isinstance(value, tuple) else value
        yield Row(key, text_of(plain), about)


def _about(kind: type[BaseModel], name: str) -> str:
    field = kind.model_fields.get(name)
    return " ".join((field.description or "").split()) if field is not None else ""
