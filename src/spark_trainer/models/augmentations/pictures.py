"""Operations on pictures: one draw for all pictures of a clip."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from spark_trainer.media.augment import colours, pictures
from spark_trainer.media.augment.clip import Clip, Frames
from spark_trainer.media.augment.pictures import Box
from spark_trainer.models.augmentations.operation import (
    Drawn,
    PictureOperation,
    around,
    between,
)


def draw_box(rng: np.random.Generator, area: float, aspect: float) -> dict[str, float]:
    """A box of that share of the area somewhere; `aspect` is its width to height, relative."""
    height, width = min(1.0, math.sqrt(area / aspect)), min(1.0, math.sqrt(area * aspect))
    return {
        "top": between(rng, 0, 1 - height),
        "left": between(rng, 0, 1 - width),
        "height": round(height, 6),
        "width": round(width, 6),
    }


class Crop(PictureOperation):
    """A part of the picture, brought back to its size."""

    kind: ClassVar[str] = "crop"

    least_area: float = Field(0.7, gt=0, le=1)
    """Share of the picture's area that stays at least."""
    aspect: float = Field(1.1, ge=1, le=4)
    """How much wider or higher than the picture the part may be; 1 = never distorted."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        turn = math.log(self.aspect)
        area, aspect = between(rng, self.least_area, 1), math.exp(around(rng, turn))
        return draw_box(rng, area, aspect)

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.crop(frames_FHWC, Box(**drawn))


class Flip(PictureOperation):
    """Mirrored. Not for pictures with writing, or captions that tell left from right."""

    kind: ClassVar[str] = "flip"

    probability: float = Field(0.5, ge=0, le=1)
    """Share of clips that are mirrored."""
    direction: Literal["horizontal", "vertical"] = "horizontal"
    """horizontal = left becomes right."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"direction": self.direction}

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.flip(frames_FHWC, upside_down=drawn["direction"] == "vertical")


class ColorJitter(PictureOperation):
    """Other brightness, contrast, saturation and hue."""

    kind: ClassVar[str] = "color_jitter"

    brightness: float = Field(0.2, ge=0, lt=1)
    """Factor of brightness: 1, more or less by up to this."""
    contrast: float = Field(0.2, ge=0, lt=1)
    """Factor of contrast: the same."""
    saturation: float = Field(0.2, ge=0, le=1)
    """Factor of saturation: the same; a factor of 0 is grey."""
    hue: float = Field(0.02, ge=0, le=0.5)
    """Share of the circle of colours by which they turn at most, either way."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {
            "brightness": around(rng, self.brightness, 1),
            "contrast": around(rng, self.contrast, 1),
            "saturation": around(rng, self.saturation, 1),
            "hue": around(rng, self.hue),
        }

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        for name in ("brightness", "contrast", "saturation", "hue"):
            frames_FHWC = getattr(colours, name)(frames_FHWC, drawn[name])
        return frames_FHWC


class Rotation(PictureOperation):
    """Turned about the middle; what comes in at the corners is mirrored."""

    kind: ClassVar[str] = "rotation"

    degrees: float = Field(10.0, ge=0, le=180)
    """Turned by so much at most, either way."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"degrees": around(rng, self.degrees)}

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.rotation(frames_FHWC, drawn["degrees"])


class Blur(PictureOperation):
    """Out of focus."""

    kind: ClassVar[str] = "blur"

    sigma_share: float = Field(0.01, gt=0, le=0.2)
    """Standard deviation of the Gaussian at most, as a share of the shorter side."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"sigma_share": between(rng, self.sigma_share / 10, self.sigma_share)}

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.blur(frames_FHWC, drawn["sigma_share"])


class Erasing(PictureOperation):
    """A rectangle is covered with the clip's mean colour (Zhong et al. 2017)."""

    kind: ClassVar[str] = "erasing"

    least_area: float = Field(0.02, gt=0, le=0.9)
    """Share of the picture that is covered at least."""
    most_area: float = Field(0.2, gt=0, le=0.9)
    """At most. Whichever of the two is larger is taken for this one."""
    aspect: float = Field(2.0, ge=1, le=10)
    """How much wider or higher than the picture the rectangle may be."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        area = between(rng, *sorted((self.least_area, self.most_area)))
        return draw_box(rng, area, math.exp(around(rng, math.log(self.aspect))))

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.erase(frames_FHWC, Box(**drawn))


class SpatialCrop(PictureOperation):
    """A window onto the video, never distorted, in the same place in all its pictures."""

    kind: ClassVar[str] = "spatial_crop"
    modality: ClassVar[Literal["video"]] = "video"

    share: float = Field(0.8, gt=0, le=1)
    """Share of each side that the window has; it is brought back to the picture's size."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return draw_box(rng, self.share**2, 1)

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        return pictures.crop(frames_FHWC, Box(**drawn))
