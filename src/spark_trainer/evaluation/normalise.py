"""Spellings made equal before words are compared. Which way was used is part of a result."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spark_trainer.core.optional import is_installed, require


@dataclass(frozen=True)
class Normaliser:
    """A way to write a text; `name` says which, for the record."""

    name: str
    apply: Callable[[str], str]


def raw() -> Normaliser:
    """The text as it is, but for runs of white space."""
    return Normaliser("raw", lambda text: " ".join(text.split()))


def basic() -> Normaliser:
    """Lower case, no punctuation. For all languages; `it's` and `its` become equal."""
    return Normaliser("basic", _basic)


def whisper_english(spellings: Mapping[str, str] | None = None) -> Normaliser:
    """Whisper's normaliser for English: numbers, contractions, titles, fillers (Radford 2022).

    Args:
        spellings: British to American, as `normalizer.json` of a Whisper model gives them; they
            do not come with transformers. The name says whether they were used.

    Raises:
        BackendUnavailableError: transformers is not installed.
    """
    module = require("transformers.models.whisper.english_normalizer", extra="labels")
    name = "whisper-english" if spellings else "whisper-english, spellings as they are"
    return Normaliser(name, module.EnglishTextNormalizer(dict(spellings or {})))


def best_for_english() -> Normaliser:
    """Whisper's where transformers is installed, else the basic one."""
    return whisper_english() if is_installed("transformers") else basic()


def _basic(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(re.sub(r"[^\w\s]|_", " ", folded.replace("'", "")).split())
