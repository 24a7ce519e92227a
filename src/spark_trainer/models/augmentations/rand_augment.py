"""RandAugment (Cubuk et al. 2020): a few changes of a list, all as strong as one number says."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from spark_trainer.media.augment import colours, pictures
from spark_trainer.media.augment.clip import Clip, Frames
from spark_trainer.models.augmentations.operation import Drawn, PictureOperation

MOST = {
    "rotation": 30.0,
    "shear_x": 0.3,
    "shear_y": 0.3,
    "translate_x": 0.3,
    "translate_y": 0.3,
    "brightness": 0.9,
    "contrast": 0.9,
    "saturation": 0.9,
    "sharpness": 0.9,
    "posterize": 4.0,
    "autocontrast": 0.0,
}
"""How far each goes at magnitude 10: degrees, shares of a side, factors about 1, lost bits.

The paper's list without `invert` and `solarize`, which turn a flash into darkness, and without
`equalize`, which goes by single pictures and lets a clip flicker.
"""


class RandAugment(PictureOperation):
    """A few changes, drawn anew for each clip."""

    kind: ClassVar[str] = "rand_augment"

    count: int = Field(2, ge=1, le=len(MOST))
    """How many different changes."""
    magnitude: float = Field(5.0, ge=0, le=10)
    """How strong each is: 0 changes nothing, 10 is the paper's strongest."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        names = rng.choice(list(MOST), self.count, replace=False).tolist()
        share = self.magnitude / 10
        signs = rng.choice([-1.0, 1.0], self.count)
        return {
            name: round(float(sign) * MOST[name] * share, 6)
            for name, sign in zip(sorted(names), signs, strict=True)
        }

    def frames(self, frames_FHWC: Frames, drawn: Drawn) -> Frames:
        for name, amount in drawn.items():
            frames_FHWC = _changed(frames_FHWC, name, amount)
        return frames_FHWC


def _changed(frames_FHWC: Frames, name: str, amount: float) -> Frames:
    if name == "rotation":
        return pictures.rotation(frames_FHWC, amount)
    if name == "autocontrast":
        return colours.autocontrast(frames_FHWC)
    if name == "posterize":
        return colours.posterize(frames_FHWC, 8 - round(abs(amount)))
    if name.startswith(("shear", "translate")):
        return pictures.move(frames_FHWC, _matrix(name, amount, frames_FHWC.shape))
    changed: Frames = getattr(colours, name)(frames_FHWC, 1 + amount)
    return changed


def _matrix(name: str, amount: float, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Where a point of the picture goes; shears leave the middle in its place."""
    _, height_px, width_px, _ = shape
    matrix = np.eye(2, 3)
    row = 0 if name.endswith("_x") else 1
    side_px, other_px = (width_px, height_px) if row == 0 else (height_px, width_px)
    if name.startswith("translate"):
        matrix[row, 2] = amount * side_px
    else:
        matrix[row, 1 - row] = amount
        matrix[row, 2] = -amount * (other_px - 1) / 2
    return matrix
