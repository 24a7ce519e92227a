"""Mistakes in a file that a person wrote: all of them at once, each with its line and key."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.text import printable

KeyPath = tuple[str | int, ...]
"""Where a value stands, e.g. `("steps", 2, "params", "fps")`."""

_SHOWN_CHARS = 60


@dataclass(frozen=True)
class Mistake:
    """What is wrong at one place, and what is allowed there."""

    path: KeyPath
    problem: str
    line: int | None = None
    """Where the line of `path` itself would be the wrong one, counted from 1."""


def shown(value: object) -> str:
    """A value of the file as a message can hold it: one short line in backquotes."""
    text = printable(str(value))
    return f"`{text[:_SHOWN_CHARS]}...`" if len(text) > _SHOWN_CHARS else f"`{text}`"


def key_text(path: KeyPath) -> str:
    """`steps[2].params.fps`."""
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part}]"
        else:
            out += ("." if out else "") + shown(part).strip("`")
    return out


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean `x`?)`, or nothing where no known word is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean `{close[0]}`?)" if close else ""


def one_of(word: str, what: str, known: Sequence[str]) -> str:
    """The problem with a word that is none of the known ones."""
    return f"unknown {what} {shown(word)}{nearest(word, known)}; known: {', '.join(known)}"


def raise_mistakes(
    where: str,
    mistakes: Sequence[Mistake],
    line_of: Callable[[KeyPath], int | None] | None = None,
) -> None:
    """Raise one ConfigError with all mistakes, one a line, in the order of the file.

    `line_of` is left out where there is no file.

    Raises:
        ConfigError: there is at least one mistake.
    """
    if mistakes:
        places = tuple((key_text(m.path), printable(m.problem)) for m in mistakes if m.path)
        raise ConfigError("\n".join(mistake_rows(where, mistakes, line_of)), places)


def mistake_rows(
    where: str,
    mistakes: Sequence[Mistake],
    line_of: Callable[[KeyPath], int | None] | None = None,
) -> list[str]:
    """What `raise_mistakes` would raise, a line of text each."""
    placed = [(m.line or (line_of(m.path) if line_of else None) or 0, m) for m in mistakes]
    placed.sort(key=lambda pair: pair[0])
    return list(dict.fromkeys(_row(where, line, m) for line, m in placed))


def _row(where: str, line: int, mistake: Mistake) -> str:
    place = f"{printable(where)}:{line}" if line else printable(where)
    key = f"key `{key_text(mistake.path)}`: " if mistake.path else ""
    return f"{place}: {key}{printable(mistake.problem)}"
