"""Upright pictures: the display matrix and the sample aspect ratio of a video."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.source import MAX_PIXELS, MAX_SIDE_PX

if TYPE_CHECKING:
    from av.sidedata.sidedata import SideData
    from av.video.frame import VideoFrame

_PLAUSIBLE_ASPECT = (Fraction(1, 10), Fraction(10))


@dataclass(frozen=True)
class Orientation:
    """What brings a coded picture upright: transpose first, then flips."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @property
    def rotation_deg(self) -> int:
        """Clockwise rotation that brings the picture upright, 0 to 270 (mirrored ones: 0, 90)."""
        return {
            (False, True, True): 180,
            (True, True, False): 90,
            (True, False, True): 270,
        }.get((self.transpose, self.flip_x, self.flip_y), 90 if self.transpose else 0)

    @property
    def mirrored(self) -> bool:
        return self.transpose ^ self.flip_x ^ self.flip_y

    def apply(self, picture_HWC: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The upright picture; a view where it can be."""
        if self.transpose:
            picture_HWC = picture_HWC.swapaxes(0, 1)
        if self.flip_x:
            picture_HWC = picture_HWC[:, ::-1]
        if self.flip_y:
            picture_HWC = picture_HWC[::-1]
        return picture_HWC


def from_matrix(a: int, b: int, c: int, d: int) -> Orientation:
    """Orientation of a display matrix (ISO 14496-12: x' = a x + c y, y' = b x + d y).

    Angles that are no multiple of 90 degrees are taken as the nearest one.
    """
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Orientation(False, a < 0, d < 0)
    return Orientation(True, c < 0, b < 0)


def orientation_of(frame: VideoFrame) -> Orientation:
    """The orientation that a decoded frame carries."""
    from av.sidedata.sidedata import Type

    data: SideData | None = frame.side_data.get(Type.DISPLAYMATRIX)  # type: ignore[call-overload]
    if data is None:
        return Orientation()
    a, b, _u, c, d = struct.unpack_from("=5i", bytes(data))
    return from_matrix(a, b, c, d)


def display_size(
    width_px: int, height_px: int, sample_aspect: Fraction | None, orientation: Orientation
) -> tuple[int, int]:
    """Width and height with square pixels, upright.

    An aspect ratio is ignored where it is implausible, or makes the picture larger than is decoded.
    """
    if sample_aspect and _PLAUSIBLE_ASPECT[0] <= sample_aspect <= _PLAUSIBLE_ASPECT[1]:
        square_px = max(1, round(width_px * sample_aspect))
        if square_px <= MAX_SIDE_PX and square_px * height_px <= MAX_PIXELS:
            width_px = square_px
    return (height_px, width_px) if orientation.transpose else (width_px, height_px)
