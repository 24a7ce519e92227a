"""What an answer of a chat server says, or why it says nothing. Answers are not to be trusted."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.subtitles.markup import one_line

MOST_CHARACTERS_A_TOKEN = 40
"""More text than that for the tokens asked for is no answer to what was asked."""

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SENTENCE_END = re.compile(r"[.!?][\"')\]\u201d\u2019]*(?=\s+[^\sa-z]|\s*\Z)|[\u3002\uff01\uff1f]")


class TryAgain(Exception):
    """This attempt gave nothing; another one may."""

    def __init__(self, what: str, *, after_s: float | None = None, unheard: bool = False) -> None:
        super().__init__(what)
        self.after_s = after_s
        """Seconds that the server asks to wait, where it does."""
        self.unheard = unheard
        """No answer came at all: the server may be gone."""


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    model_config = ConfigDict(strict=True)

    message: _Message
    finish_reason: str | None = None


class Answer(BaseModel):
    """What is read of a chat completion; all else in it is ignored."""

    model_config = ConfigDict(strict=True)

    choices: list[_Choice] = Field(min_length=1)
    usage: Any = None


def read_answer(body: bytes) -> Answer:
    """The answer in the body of a response.

    Raises:
        TryAgain: it is not a chat completion: not JSON, cut, or of another shape.
    """
    try:
        return Answer.model_validate_json(body)
    except ValidationError as e:
        first = e.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "body"
    raise TryAgain(f"the answer is not a chat completion: {where}: {first['msg']}")


def tokens_of(answer: Answer) -> int | None:
    """All tokens, of the question and of the answer; None where the server does not say."""
    usage = answer.usage if isinstance(answer.usage, dict) else {}
    total = usage.get("total_tokens")
    if total is None:
        parts: list[Any] = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
        total = sum(parts) if all(type(part) is int for part in parts) else None
    return total if type(total) is int and total > 0 else None


def caption_in(answer: Answer, most_tokens: int) -> str:
    """The caption in an answer: one line, not empty, nothing added but the mark of a cut.

    An answer that was cut off after `most_tokens` is kept up to its last whole sentence; where it
    has none, the words before the cut are kept and end in an ellipsis.

    Raises:
        MediaError: there is no caption in it: refused, filtered, empty, or too long.
    """
    choice = answer.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        why = one_line(choice.message.refusal or "its content filter stepped in")[:200]
        raise MediaError("server", f"refused by the server: {why}")
    said = choice.message.content or ""
    if len(said) > most_tokens * MOST_CHARACTERS_A_TOKEN:
        raise MediaError(
            "server",
            f"the server answered {len(said)} characters where {most_tokens} tokens were asked for",
        )
    text = one_line(_BIDI.sub("", _without_thought(said)))
    if choice.finish_reason == "length":
        text = whole_sentences(text)
    if not any(c.isalnum() for c in text):
        raise MediaError(
            "server",
            f"no text in the server's answer (finish reason: "
            f"{one_line(choice.finish_reason or 'none')[:40]})",
        )
    return text


def _without_thought(said: str) -> str:
    """What follows `<think>...</think>`, which some servers leave in the text."""
    said = said.lstrip()
    return said.partition("</think>")[2] if said.startswith("<think>") else said


def whole_sentences(text: str) -> str:
    """A text that was cut off, up to its last whole sentence, else its whole words and `…`."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    if ends:
        return text[: ends[-1]]
    words = text.rpartition(" ")[0] or text
    return f"{words.rstrip(' ,;:-')}…" if words else ""
