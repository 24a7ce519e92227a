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

_NOT_FROM_CLIENTS = {
    "config": "a run file can hold a template, and so name code; give settings by `set`",
    "caption-url": "jobs send keys there; set OPENAI_BASE_URL where the server is started, or "
    "name the address in a pipeline file",
}
"""Options, and why a client may not give them."""
_ELSEWHERE = "`spark-trainer serve --root FOLDER` adds one"


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
    for name in sorted(_NOT_FROM_CLIENTS.keys() & options.keys()):
        raise ProblemError(403, f"option {name}: not taken over HTTP: {_NOT_FROM_CLIENTS[name]}")
    roots = roots_of(settings)
    for name, value in _named(known.arguments, arguments, options):
        if name in known.paths or _may_be_a_path(settings.workdir, name, value):
            found = resolved_under(settings.workdir, roots, name, value)
            if name == "pipeline" and found.is_relative_to(settings.uploads.resolve()):
                raise ProblemError(403, "pipeline: an upload cannot say what a build does")


def check_config_paths(settings: ServerSettings, change: Mapping[str, Any]) -> None:
    """Refuse settings that would make other folders of this machine open to clients.

    Raises:
        ProblemError: 403, a path that is neither under a root, nor a plain folder below the one
            where the server was started.
    """
    paths = change.get("paths")
    for name, value in paths.items() if isinstance(paths, Mapping) else ():
        if not isinstance(value, str):
            continue  # told by whoever checks the settings
        here = settings.workdir.resolve()
        plain = str(Path(value).expanduser()) if "\0" not in value else value
        found = resolved_under(here, [*roots_of(settings), here], f"paths.{name}", plain)
        below = found.relative_to(here).parts if found.is_relative_to(here) else ("outside",)
        hidden = not below or any(part.startswith(".") for part in below)
        if hidden and not any(found.is_relative_to(root) for root in roots_of(settings)):
            raise ProblemError(
                403, f"paths.{name}: {printable(value)[:80]} is not taken over HTTP; {_ELSEWHERE}"
            )


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
        ProblemError: 422, it is no YAML; 403, a tag, which could write a path otherwise, or
            an alias, a few of which make gigabytes.
    """
    try:
        for token in yaml.scan(value, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.TagToken | yaml.AliasToken):
                raise ProblemError(403, "set: tags and aliases of YAML are not taken over HTTP")
            if isinstance(token, yaml.ScalarToken):
                yield token.value
    except yaml.YAMLError:
        raise ProblemError(422, f"set: {printable(value)[:80]} is no YAML") from None


def _may_be_a_path(workdir: Path, name: str, value: str) -> bool:
    """It looks like one; or it names a model, which can be a folder, and is there."""
    names_a_model = name == "set" or name.endswith("-model")
    return _looks_like_a_path(value) or (names_a_model and _is_there(workdir / value))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no name that a file could have
        return False


def _looks_like_a_path(value: str) -> bool:
    text = value.strip(" '\"[")
    return text.startswith(("/", "~", ".", "file:")) or ".." in value or "\\" in value


def resolved_under(workdir: Path, roots: Sequence[Path], name: str, value: str) -> Path:
    """Where a client's path leads, links and all.

    Raises:
        ProblemError: 403, out of all roots.
    """
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
            f"{_ELSEWHERE}",
        )
    return found
