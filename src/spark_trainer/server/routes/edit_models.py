"""What the routes of changes by hand take and give."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, JsonValue, model_validator

from spark_trainer.datasets.edits import Edit
from spark_trainer.server.routes.dataset_models import EDIT
from spark_trainer.server.routes.shapes import Asked, Shape, example

_ID = "91028f9d6c72cc81"
EntryNumber = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class EntryIds(Shape):
    """Ids of entries, in the order that was asked for."""

    model_config = example({"ids": [_ID], "total": 1})

    ids: list[str]
    total: int
    """Found in all; there may be more than ids."""


class History(Shape):
    """Changes by hand."""

    model_config = example(
        {"edits": [EDIT], "next": 1, "total": 1, "names": {_ID: "bikes.mp4"}, "undone": {}}
    )

    edits: list[Edit]
    next: int
    """Number of the last one of them: the next page is `after` it, or `before` it."""
    total: int
    """Of the dataset, or of the entry."""
    names: dict[str, str]
    """Names of the videos, by their ids."""
    undone: dict[int, int]
    """Changes that were taken back: their numbers, and those of the changes that did it."""


class ReplaceWords(Asked):
    """Words to be found in texts, and what takes their place."""

    model_config = example(
        {"entries": [_ID], "find": "bikes", "replace": "motorbikes", "within": ["captions"]}
    )

    entries: list[EntryNumber] = Field(min_length=1, max_length=10_000)
    find: str = Field(min_length=1, max_length=1000)
    """Taken as it is; nothing in it is a pattern."""
    replace: str = Field("", max_length=10_000)
    within: list[Literal["captions", "transcripts"]] = Field(min_length=1, max_length=2)
    """`captions` are those of frames, too."""
    match_case: bool = True
    whole_words: bool = False

    @model_validator(mode="after")
    def _has_text(self) -> ReplaceWords:
        if not self.find.strip():
            raise ValueError("find: only spaces")
        return self

    def replaced(self, text: str) -> str:
        """The text with the words replaced."""
        pattern = re.escape(self.find)
        if self.whole_words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        flags = re.NOFLAG if self.match_case else re.IGNORECASE
        return re.sub(pattern, lambda _: self.replace, text, flags=flags)


_REPLACEMENT: dict[str, JsonValue] = {
    "entry": _ID, "name": "bikes.mp4", "what": "caption", "index": None,
    "before": "Two bikes.", "after": "Two motorbikes.",
}  # fmt: skip


class Replacement(Shape):
    """A text that would be changed."""

    model_config = example(_REPLACEMENT)

    entry: str
    name: str
    what: Literal["caption", "all_captions", "transcript"]
    index: int | None
    """Of the frame, from 0."""
    before: str
    after: str


class Replacements(Shape):
    """All texts that would be changed."""

    model_config = example({"replacements": [_REPLACEMENT]})

    replacements: list[Replacement]


class Undoing(Asked):
    """Numbers of changes that are taken back."""

    model_config = example({"numbers": [1]})

    numbers: list[Annotated[int, Field(ge=1, le=10**9)]] = Field(min_length=1, max_length=20_000)
