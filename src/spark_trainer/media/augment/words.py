"""Changes of a text."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

Case = Literal["lower", "upper", "title"]


def count_words(text: str) -> int:
    return len(text.split())


def drop_words(text: str, dropped: Collection[int]) -> str:
    """The text without some words, by their number from 0; other white space stays."""
    parts = re.findall(r"\s*\S+|\s+$", text)
    return "".join(part for number, part in enumerate(parts) if number not in dropped).lstrip()


def change_case(text: str, case: Case) -> str:
    return {"lower": text.lower, "upper": text.upper, "title": text.title}[case]()
