"""Whisper's vocabulary: the prompt that it is given, and its answer as segments with times.

An answer is a row of tokens: a time stamp, words, a time stamp, and so on. Models break that
pattern; whatever they say, no words are lost and times never run backwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.base import Cue
from spark_trainer.labelers.subtitles.markup import one_line

STEP_S = 0.02
"""Time between two time stamps."""

_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")


@dataclass(frozen=True)
class Vocabulary:
    """Numbers of the tokens that mean something to Whisper. Words are those below `end`."""

    tokenizer: Any
    """Of the package `tokenizers`."""
    start: int
    end: int
    transcribe: int
    no_speech: int
    no_timestamps: int
    languages: Mapping[str, int]
    """By code, such as `en`; empty where the model hears English only."""

    @property
    def first_timestamp(self) -> int:
        return self.no_timestamps + 1

    def prompt(self, language: str) -> list[int]:
        """What an answer begins with: a transcript in that language, with time stamps."""
        if not self.languages:
            return [self.start]
        return [self.start, self.languages[language], self.transcribe]

    def text(self, tokens: Sequence[int]) -> str:
        """Words in one line; bytes that are no UTF-8 become U+FFFD."""
        text: str = self.tokenizer.decode(list(tokens), skip_special_tokens=True)
        return one_line(text)


def read_vocabulary(tokenizer: Any, *, multilingual: bool) -> Vocabulary:
    """The vocabulary of a tokenizer of the package `tokenizers`.

    Raises:
        BackendUnavailableError: it is not Whisper's.
    """
    names = {
        "start": "<|startoftranscript|>",
        "end": "<|endoftext|>",
        "transcribe": "<|transcribe|>",
        "no_timestamps": "<|notimestamps|>",
    }
    numbers = {key: tokenizer.token_to_id(name) for key, name in names.items()}
    if missing := sorted(names[key] for key, number in numbers.items() if number is None):
        raise BackendUnavailableError(f"this is no tokenizer of Whisper: it lacks {missing}")
    found = tokenizer.get_vocab(with_added_tokens=True).items() if multilingual else ()
    languages = {match[1]: n for name, n in found if (match := _LANGUAGE.fullmatch(name))}
    # `<|nospeech|>` here and `<|nocaptions|>` there, but always just before this one.
    return Vocabulary(
        tokenizer, **numbers, no_speech=numbers["no_timestamps"] - 1, languages=languages
    )


def check_language(language: str | None, known: Mapping[str, int]) -> None:
    """Refuse a language that the model does not have; `known` is empty for an English one.

    Raises:
        UsageError: names the languages that it has.
    """
    codes = sorted(known) or ["en"]
    if language is not None and language not in codes:
        raise UsageError(
            f"language {language!r}: this model does not have it. Known: {', '.join(codes)}. "
            f"Leave it out to have it detected."
        )


def segments(
    tokens: Sequence[int], vocabulary: Vocabulary, start_s: float, end_s: float
) -> tuple[Cue, ...]:
    """The answer for the window [start_s, end_s) as text with times, on the video's time line.

    Words without a closing time stamp last until the window ends.
    """
    found: list[Cue] = []
    words: list[int] = []
    at_s = 0.0

    def close(until_s: float) -> None:
        if words and (text := vocabulary.text(words)):
            found.append(Cue(_within(at_s), _within(until_s), text))
        words.clear()

    def _within(time_s: float) -> float:
        return min(round(end_s, 3), max(round(start_s, 3), round(start_s + time_s, 3)))

    for token in tokens:
        if token < vocabulary.end:
            words.append(token)
        elif token >= vocabulary.first_timestamp:
            time_s = max(at_s, (token - vocabulary.first_timestamp) * STEP_S)
            close(time_s)
            at_s = time_s
    close(end_s - start_s)
    return tuple(found)
