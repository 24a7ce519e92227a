"""What of a video a stage of the curriculum shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from spark_trainer.models.apotheon.names import MODALITIES, Modality


@dataclass(frozen=True)
class Showing:
    """The modalities of a stage."""

    text: bool
    pictures: int
    """At most so many frames of a video; 0 = none."""
    sound: bool

    @classmethod
    def of(cls, modalities: Iterable[Modality], max_frames: int) -> Self:
        """`image` is one frame of a video, `video` up to `max_frames` of them.

        Raises:
            ValueError: no such modality.
        """
        asked = set(modalities)
        if unknown := sorted(asked - set(MODALITIES)):
            raise ValueError(f"unknown modalities {unknown}; known: {', '.join(MODALITIES)}")
        most = max_frames if "video" in asked else int("image" in asked)
        return cls("text" in asked, most, "audio" in asked)


def chosen_frame(has_caption: Sequence[bool], seed: int, epoch: int, key: int) -> int:
    """The one frame that stands for its video in an epoch, among those with a caption if any.

    Args:
        has_caption: of each frame; at least one frame.
        key: of the video, see `key_of`.
    """
    among = [frame for frame, has in enumerate(has_caption) if has] or range(len(has_caption))
    text = f"frame/{seed}/{epoch}/{key}".encode()
    drawn = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
    return among[drawn % len(among)]


def key_of(entry_id: str) -> int:
    """A number of 64 bits for a video, the same on every machine."""
    text = entry_id.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
