"""What every operation is: settings, a draw of parameters from them, and a change with those.

A draw happens once a clip, so all its pictures are changed alike; what was drawn can be shown.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from spark_trainer.media.augment.clip import Clip, Frames, Sound
from spark_trainer.media.augment.mel import Mel
from spark_trainer.models.checking import Settings

Drawn = Mapping[str, Any]
"""Parameters of one application: plain numbers and words."""

Modality = Literal["image", "audio", "video", "text"]


class Operation(Settings, ABC):
    """A change that is made to a share of clips."""

    kind: ClassVar[str]
    """What files call it."""
    modality: ClassVar[Modality]

    probability: float = Field(1.0, ge=0, le=1)
    """Share of clips that are changed."""

    @abstractmethod
    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        """Parameters for a clip that `fits`."""

    @abstractmethod
    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        """A new clip; the arrays of the old one stay as they are."""

    @abstractmethod
    def fits(self, clip: Clip) -> bool:
        """Whether the clip has what is changed."""


class PictureOperation(Operation):
    """Changes all pictures of a clip alike, and no times."""

    modality: ClassVar[Modality] = "image"

    def fits(self, clip: Clip) -> bool:
        return clip.frames_FHWC.size > 0

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return replace(clip, frames_FHWC=self.frames(clip.frames_FHWC, drawn))

    @abstractmethod
    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames: ...


class SoundOperation(Operation):
    """Changes sound and leaves every event in its place."""

    modality: ClassVar[Modality] = "audio"

    def fits(self, clip: Clip) -> bool:
        return len(clip.sound_S) > 0

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return replace(clip, sound_S=self.sound(clip.sound_S, drawn))

    @abstractmethod
    def sound(self, sound_S: Sound, drawn: Drawn) -> Sound: ...


class TimeOperation(Operation):
    """Changes pictures, sound and cues together."""

    modality: ClassVar[Modality] = "video"

    def fits(self, clip: Clip) -> bool:
        return clip.duration_s > 0


class TextOperation(Operation):
    """Changes `text`. Cues keep their words: they tell what sounds when."""

    modality: ClassVar[Modality] = "text"

    def fits(self, clip: Clip) -> bool:
        return bool(clip.text.strip())


class MelOperation(Operation):
    """Changes a log-mel spectrogram, and no clip: see `applying.apply_mel`."""

    modality: ClassVar[Modality] = "audio"

    def fits(self, clip: Clip) -> bool:
        return False

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        raise NotImplementedError("is drawn for a spectrogram")

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        raise NotImplementedError("changes a spectrogram")

    @abstractmethod
    def draw_mel(self, rng: np.random.Generator, mel_MK: Mel) -> Drawn: ...

    @abstractmethod
    def change_mel(self, mel_MK: Mel, drawn: Drawn) -> Mel: ...


def around(rng: np.random.Generator, amount: float, middle: float = 0.0) -> float:
    """A number within `amount` of the middle, each as likely; rounded so that it can be shown."""
    return round(float(rng.uniform(middle - amount, middle + amount)), 6)


def between(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 6)
