"""Paths that a client gives a job: only such as lie in folders that the settings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.text import printable
from spark_trainer.jobs.commands import COMMANDS
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import roots_of
from spark_trainer.server.settings import ServerSettings

_NOT_FROM_CLIENTS = frozenset({"config"})
"""A run file can hold a template, and so name what a client must not."""


def check_paths(
    settings: ServerSettings, command: str, arguments: Sequence[str], options: Mapping[str, Any]
) -> None:
    """Refuse a job that would open something else.

    Raises:
        UsageError: no such command.
        ProblemError: 403, a path that is not under a root.
    """
    if command not in COMMANDS:
        raise UsageError(one_of(command, "command", list(COMMANDS)))
    known = COMMANDS[command]
    for name in sorted(_NOT_FROM_CLIENTS & options.keys()):
        raise ProblemError(403, f"option {name}: is not taken over HTTP; give settings by `set`")
    roots = roots_of(settings)
    for name, value in _named(known.arguments, arguments, options):
        if name in known.paths or _looks_like_a_path(value):
            _check(settings.workdir, roots, name, value)


def _named(
    names: Sequence[str], arguments: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for number, value in enumerate(arguments):
        yield names[number] if number < len(names) else "argument", value
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                for text in _texts(one.partition("=")[2]) if name == "set" else [one]:
                    yield name, text


def _texts(value: str) -> Iterator[str]:
    """All texts in the YAML of a setting, however deep; neither nested nor expanded here.

    Raises:
        ProblemError: 422, it is no YAML; 403, a tag, which could write a path otherwise.
    """
    try:
        for token in yaml.scan(value, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.TagToken):
                raise ProblemError(403, "set: tags of YAML are not taken over HTTP")
            if isinstance(token, yaml.ScalarToken):
                yield token.value
    except yaml.YAMLError:
        raise ProblemError(422, f"set: {printable(value)[:80]} is no YAML") from None


def _looks_like_a_path(value: str) -> bool:
    text = value.strip(" '\"[")
    return text.startswith(("/", "~", ".", "file:")) or ".." in value or "\\" in value


def _check(workdir: Path, roots: Sequence[Path], name: str, value: str) -> None:
    if "\0" in value or "\\" in value or value.startswith("~"):
        raise ProblemError(403, f"{name}: {printable(value)[:80]} is no path that is taken here")
    try:
        found = (workdir / value).resolve()
    except (OSError, ValueError, RuntimeError):
        found = None
    if found is None or not any(found.is_relative_to(root) for root in roots):
        named = ", ".join(printable(root) for root in roots)
        raise ProblemError(
            403,
            f"{name}: {printable(value)[:80]} lies outside the folders of this server ({named}). "
            f"`spark-trainer serve --root FOLDER` adds one",
        )
