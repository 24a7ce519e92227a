"""How a line of the manifest becomes a question and its answer."""

from __future__ import annotations

import re
from typing import Literal

from spark_trainer.core.mistakes import one_of

Answer = Literal["caption", "transcript"]
FIELDS = ("caption", "transcript")

_PLACE = re.compile(r"\{([^{}]*)\}")


def check_prompt(prompt: str, answer: str | None) -> None:
    """Whether a prompt names only what a line of the manifest has, and not the answer itself.

    Args:
        answer: None where it has a mistake of its own.

    Raises:
        ValueError: an unknown `{name}`, or that of the answer.
    """
    for name in _PLACE.findall(prompt):
        if name not in FIELDS:
            raise ValueError(one_of(name, "place in braces", FIELDS))
        if name == answer:
            raise ValueError(f"the prompt holds {{{name}}}, which is the answer; it would be told")
