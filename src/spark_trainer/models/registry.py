"""templates.yaml: the gallery of models that can be trained."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.yaml_source import YamlSource, read_yaml


def templates_source() -> YamlSource:
    """The file that ships with this program, with the line of every key."""
    with as_file(files("spark_trainer.models") / "templates.yaml") as path:
        return read_yaml(path)


def template(name: str) -> dict[str, Any]:
    """One template's mapping, as `ApotheonMultiModalModel` takes it.

    Raises:
        UsageError: there is none of that name.
    """
    source = templates_source().value
    assert isinstance(source, Mapping)
    templates = source["templates"]
    if name not in templates:
        raise UsageError(one_of(name, "template", list(templates)))
    chosen: dict[str, Any] = templates[name]
    return chosen
