"""Samples as a recipe's model takes them, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.split import Shares, Split, split_of


class Example(Protocol):
    """One sample, light: names of files and short texts, nothing decoded."""

    @property
    def id(self) -> str:
        """Names it in messages: the video's id, or the file and line."""

    @property
    def group(self) -> str:
        """What is split as one: samples of one video are never in two splits."""

    @property
    def split(self) -> str | None:
        """Where its line says it; None = by a hash of `group`."""

    @property
    def size(self) -> int:
        """About what it asks of a step; like sizes come together in a batch."""


@dataclass(frozen=True)
class LeftOut:
    """Something that is no sample for this trainer."""

    id: str
    why: str


def data_file(path: Path) -> Path:
    """The file that says what the samples are, where a folder may be named instead.

    Raises:
        DatasetError: there is none.
    """
    names = (MANIFEST, "metadata.jsonl", "metadata.csv", "train.jsonl")
    places = [path / name for name in names] if path.is_dir() else [path]
    for place in places:
        if place.is_file():
            return place
    raise DatasetError(
        f"{printable(path)}: no dataset: wanted a folder with one of {', '.join(names)}, or one "
        f"of these files"
    )


def of_split(
    examples: Sequence[Example], split: Split | str, shares: Shares, seed: int
) -> list[int]:
    """Numbers of the examples of a split; `all` takes all of them.

    Raises:
        DatasetError: an example names a split that there is not.
    """
    return [
        number
        for number, one in enumerate(examples)
        if split == "all" or split_of(one.group, one.split, shares, seed) == split
    ]
