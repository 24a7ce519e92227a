"""Changes of shape, place and sharpness, the same for all pictures of a clip.

F pictures   H, W, C their height, width, channels (RGB). Boxes are shares of height and width, so
that a change means the same at every size.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Frames


@dataclass(frozen=True)
class Box:
    """A rectangle, in shares of a picture's height and width."""

    top: float
    left: float
    height: float
    width: float

    def pixels(self, height_px: int, width_px: int) -> tuple[slice, slice]:
        """Its rows and columns; one of each at least."""
        return _span(self.top, self.height, height_px), _span(self.left, self.width, width_px)


def _span(start: float, length: float, side_px: int) -> slice:
    begin = min(math.floor(start * side_px), side_px - 1)
    return slice(begin, max(begin + 1, min(round((start + length) * side_px), side_px)))


def crop(frames_FHWC: Frames, box: Box) -> Frames:
    """The box of each picture, at the size that the picture had."""
    if not len(frames_FHWC):
        return frames_FHWC
    _, height_px, width_px, _ = frames_FHWC.shape
    rows, columns = box.pixels(height_px, width_px)
    part_FHWC = frames_FHWC[:, rows, columns]
    smaller = part_FHWC.shape[1] * part_FHWC.shape[2] > height_px * width_px
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return each(part_FHWC, lambda p: cv2.resize(p, (width_px, height_px), interpolation=way))


def flip(frames_FHWC: Frames, *, upside_down: bool = False) -> Frames:
    """Mirrored left to right, or top to bottom."""
    return np.flip(frames_FHWC, 1 if upside_down else 2).copy()


def move(frames_FHWC: Frames, matrix: NDArray[np.float64]) -> Frames:
    """Moved by a 2 x 3 matrix of points in pixels; what comes in at the edge is mirrored."""
    size = (frames_FHWC.shape[2], frames_FHWC.shape[1])
    return each(
        frames_FHWC,
        lambda p: cv2.warpAffine(p, matrix, size, borderMode=cv2.BORDER_REFLECT_101),
    )


def rotation(frames_FHWC: Frames, degrees: float) -> Frames:
    """Turned about the middle; above 0 is against the clock."""
    middle = ((frames_FHWC.shape[2] - 1) / 2, (frames_FHWC.shape[1] - 1) / 2)
    return move(frames_FHWC, np.asarray(cv2.getRotationMatrix2D(middle, degrees, 1.0)))


def blur(frames_FHWC: Frames, sigma_share: float) -> Frames:
    """A Gaussian's standard deviation is that share of the shorter side."""
    sigma_px = max(1e-3, sigma_share * min(frames_FHWC.shape[1:3]))
    return each(frames_FHWC, lambda p: cv2.GaussianBlur(p, (0, 0), sigma_px))


def erase(frames_FHWC: Frames, box: Box) -> Frames:
    """The box is filled with the mean colour of the clip."""
    if not len(frames_FHWC):
        return frames_FHWC
    changed = frames_FHWC.copy()
    rows, columns = box.pixels(*frames_FHWC.shape[1:3])
    changed[:, rows, columns] = np.rint(frames_FHWC.mean(axis=(0, 1, 2))).astype(np.uint8)
    return changed


def each(frames_FHWC: Frames, change: Callable[[Frames], NDArray[np.generic]]) -> Frames:
    """The change of each picture, H x W x C; none stay none."""
    if not len(frames_FHWC):
        return frames_FHWC
    changed = [change(np.ascontiguousarray(picture_HWC)) for picture_HWC in frames_FHWC]
    return np.stack(changed).astype(np.uint8, copy=False)
