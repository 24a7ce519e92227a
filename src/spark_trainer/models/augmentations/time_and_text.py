"""Operations on time, with pictures, sound and cues together, and on words."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from spark_trainer.media.augment import timing, words
from spark_trainer.media.augment.clip import Clip
from spark_trainer.models.augmentations.operation import (
    Drawn,
    TextOperation,
    TimeOperation,
    between,
)


class TemporalCrop(TimeOperation):
    """A piece of the clip. `text` stays: what must follow the crop belongs into cues."""

    kind: ClassVar[str] = "temporal_crop"

    least_share: float = Field(0.8, gt=0, le=1)
    """Share of the clip's length that stays at least."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        length_s = clip.duration_s * between(rng, self.least_share, 1)
        first_s = float(clip.times_s_F[0]) if len(clip.times_s_F) else 0.0
        # Where pictures begin late, a piece before them would have none.
        earliest_s = min(max(0.0, first_s - length_s), clip.duration_s - length_s)
        start_s = between(rng, earliest_s, clip.duration_s - length_s)
        return {"start_s": start_s, "length_s": round(length_s, 6)}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        cropped = timing.temporal_crop(clip, drawn["start_s"], drawn["length_s"])
        # A piece of no length at all would be none.
        empty = len(cropped.frames_FHWC) < min(1, len(clip.frames_FHWC))
        return clip if empty else cropped


class FrameDrop(TimeOperation):
    """Some pictures are missing, as in a stream that stutters; the others keep their times."""

    kind: ClassVar[str] = "frame_drop"

    share: float = Field(0.1, ge=0, lt=1)
    """Share of the pictures that are missing, on average; one always stays."""

    def fits(self, clip: Clip) -> bool:
        return len(clip.times_s_F) > 1

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        dropped = rng.random(len(clip.times_s_F)) < self.share
        dropped[rng.integers(len(dropped))] = False
        return {"dropped": np.flatnonzero(dropped).tolist()}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        kept = np.setdiff1d(np.arange(len(clip.times_s_F)), drawn["dropped"])
        return timing.keep_frames(clip, kept)


class Speed(TimeOperation):
    """Faster or slower; sound is as much higher or lower, as from a tape."""

    kind: ClassVar[str] = "speed"

    most_rate: float = Field(1.1, ge=1, le=4)
    """So many times as fast at most, and as slow: 1.1 is a tenth either way."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"rate": between(rng, 1 / self.most_rate, self.most_rate)}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return timing.speed(clip, drawn["rate"])


class Drop(TextOperation):
    """Some words are missing. For texts that are read, not for those to be written."""

    kind: ClassVar[str] = "drop"

    share: float = Field(0.1, ge=0, lt=1)
    """Share of the words that are missing, on average; one always stays."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        dropped = rng.random(words.count_words(clip.text)) < self.share
        dropped[rng.integers(len(dropped))] = False
        return {"dropped": np.flatnonzero(dropped).tolist()}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return _with_text(clip, words.drop_words(clip.text, frozenset(drawn["dropped"])))


class Case(TextOperation):
    """All small, all capitals, or each word with one."""

    kind: ClassVar[str] = "case"

    cases: tuple[words.Case, ...] = Field(("lower",), min_length=1)
    """One of these is drawn: lower, upper, title."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"case": self.cases[int(rng.integers(len(self.cases)))]}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return _with_text(clip, words.change_case(clip.text, drawn["case"]))


def _with_text(clip: Clip, text: str) -> Clip:
    return Clip(clip.frames_FHWC, clip.times_s_F, clip.sound_S, text, clip.cues)
