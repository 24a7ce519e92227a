"""Which videos are trained on, and which are kept apart to measure with.

A manifest line may say it (`meta.split`); for all others a hash of the video's id decides, so a
video stays where it is when others are added or the manifest is sorted anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import printable

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True)
class Shares:
    """Shares of all videos that are kept apart; the rest is trained on."""

    val: float = 0.05
    """To choose among checkpoints; at least 0."""
    test: float = 0.05
    """To report with; at least 0. Both together are at most 1."""

    def __post_init__(self) -> None:
        if not (self.val >= 0 and self.test >= 0 and self.val + self.test <= 1):
            raise UsageError(
                f"shares of val {self.val} and test {self.test}: wanted at least 0 each, and at "
                f"most 1 together"
            )


def split_of(entry_id: str, explicit: str | None, shares: Shares, seed: int = 0) -> Split:
    """The split of a video.

    Args:
        explicit: what its manifest line says; None = nothing.
        seed: another one gives another choice of videos, as many of them.

    Raises:
        DatasetError: the line says something that is no split.
    """
    for split in SPLITS:
        if explicit == split:
            return split
    if explicit is not None:
        raise DatasetError(
            f"video {printable(entry_id)}: meta.split is `{printable(explicit)}`; known: "
            f"{', '.join(SPLITS)}"
        )
    place = _place(entry_id, seed)
    if place < shares.test:
        return "test"
    return "val" if place < shares.test + shares.val else "train"


def _place(entry_id: str, seed: int) -> float:
    """A number in [0, 1) that is the same on every machine."""
    text = f"split/{seed}/{entry_id}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(text, digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
