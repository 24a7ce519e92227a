"""Which commands may be jobs, and how what a client asks for becomes words.

Values never stand where an option could: options are `--name=value`, and all else comes after
`--`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.text import printable
from spark_trainer.jobs.spec import Needs

Value = str | int | float | bool | Sequence[str | int | float]

_OPTION = re.compile(r"[a-z][a-z0-9-]{0,40}")
_MAX_WORDS = 200
_MAX_LENGTH = 4096


@dataclass(frozen=True)
class Command:
    """A command that may be a job."""

    needs: Needs
    """`gpu`: it takes one where there are any. See `needs_of`."""
    arguments: tuple[str, ...]
    """Its positional arguments, in words."""
    paths: frozenset[str]
    """Options and arguments that are paths on this machine."""


BUILD = "dataset build"
COMMANDS: dict[str, Command] = {
    BUILD: Command("gpu", (), frozenset({"input", "output", "pipeline"})),
    "dataset verify": Command("cpu", ("folder",), frozenset({"folder", "sources"})),
    "train": Command("gpu", ("template",), frozenset({"manifest", "output", "config"})),
    "evaluate": Command("gpu", ("run",), frozenset({"run", "manifest", "output"})),
    "generate": Command("gpu", ("run",), frozenset({"run", "video", "audio", "image", "output"})),
    "export": Command("cpu", ("run",), frozenset({"run", "output"})),
    "templates check": Command("cpu", ("name",), frozenset({"keep"})),
    "models pull": Command("cpu", ("name",), frozenset()),
    "augment preview": Command("cpu", ("video",), frozenset({"video", "output"})),
}
_NEVER = frozenset({"help", "debug", "version", "json"})
_NO_GPU = ("nothing", "a server")
"""What a back end for labels needs, where it needs no GPU."""


def words_of(
    command: str, arguments: Sequence[str] = (), options: Mapping[str, Value | None] | None = None
) -> tuple[str, ...]:
    """The words after `spark-trainer`.

    Args:
        command: a key of `COMMANDS`.
        arguments: the positional ones.
        options: by their names without `--`. True is a flag, False is `--no-NAME`, a list repeats
            the option, null leaves it out.

    Raises:
        UsageError: no such command, or a name or value that cannot be one.
    """
    if command not in COMMANDS:
        raise UsageError(one_of(command, "command", list(COMMANDS)))
    words = command.split()
    for name, value in (options or {}).items():
        if not _OPTION.fullmatch(name) or name in _NEVER:
            raise UsageError(f"option {printable(name)[:60]}: no such option for a job")
        words += _option(name, value)
    if arguments:
        words += ["--", *arguments]
    for word in words:
        if "\0" in word or len(word) > _MAX_LENGTH:
            raise UsageError(f"{printable(word)[:60]}: too long, or holds a NUL character")
    if len(words) > _MAX_WORDS:
        raise UsageError(f"{len(words)} words are too many for one job; {_MAX_WORDS} at most")
    return tuple(words)


def _option(name: str, value: Value | None) -> list[str]:
    if value is None:
        return []
    if value is True:
        return [f"--{name}"]
    if value is False:
        return [f"--no-{name}"]
    if isinstance(value, str | int | float):
        return [f"--{name}={value}"]
    return [f"--{name}={one}" for one in value]


def needs_of(words: Sequence[str]) -> Needs:
    """What a command takes; a build takes no GPU where it names back ends that use none."""
    command = command_of(words)
    if command != BUILD:
        return COMMANDS[str(command)].needs
    from spark_trainer.labelers.registry import BACKENDS, FLAGS

    light = {(one.kind, one.name) for one in BACKENDS if one.needs in _NO_GPU}
    named = [(kind, _value(words, flag)) for kind, flag in FLAGS.items()]
    return "cpu" if all(one in light for one in named) else "gpu"


def _value(words: Sequence[str], flag: str) -> str | None:
    """What the words say of an option, in either of the two ways to write it."""
    found = None
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word == flag:
            found = after
        elif word.startswith(f"{flag}="):
            found = word.partition("=")[2]
    return found


def command_of(words: Sequence[str]) -> str | None:
    """The key of `COMMANDS` that the words begin with."""
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in COMMANDS:
            return name
    return None
