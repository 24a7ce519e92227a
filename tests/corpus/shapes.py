"""Pictures shown otherwise than they are coded: turned, mirrored, with pixels not square."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.corpus import boxes
from tests.corpus.barcode import draw
from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, Make, add

CASES: Cases = {}
INDEXES = tuple(range(25))
PLAIN = Accept(SIZE, fps=Fraction(25), indexes=INDEXES)
CIRCLE_SIZE = (320, 160)


def _circle() -> np.ndarray:
    """Coded 160 x 160; shown at an aspect of 2:1 it is an ellipse that is twice as wide."""
    picture = Image.new("RGB", (160, 160))
    ImageDraw.Draw(picture).ellipse((60, 40, 99, 119), fill="white")
    return np.asarray(picture)


@add(
    CASES,
    Accept(CIRCLE_SIZE, fps=Fraction(25)),
    "a circle of 80 pixels, once its pixels are square",
)
def wide_pixels(folder: Path) -> Path:
    """White circle on black, centre (160, 80), diameter 80, when shown with square pixels."""
    path = folder / "sar 2 to 1.mp4"
    encode(path, [_circle()] * 25, size=(160, 160), sample_aspect=Fraction(2))
    return path


def _with_container_aspect(width: int, height: int) -> bytes:
    """VP9 keeps no aspect of its own: only the container's `pasp` box says it."""
    data = encoded("mp4", codec="libvpx-vp9", sample_aspect=Fraction(2))
    at = data.index(b"pasp") + 4
    return data[:at] + boxes.u32(width, height) + data[at + 8 :]


@add(CASES, Accept((2 * SIZE[0], SIZE[1]), fps=Fraction(25), indexes=INDEXES))
def wide_pixels_by_container(folder: Path) -> Path:
    path = folder / "container aspect.mp4"
    path.write_bytes(_with_container_aspect(2, 1))
    return path


@add(CASES, PLAIN, "an aspect of 65535:1 would make a picture of 10 million pixels a row")
def absurd_pixel_aspect(folder: Path) -> Path:
    path = folder / "absurd aspect.mp4"
    path.write_bytes(_with_container_aspect(65535, 1))
    return path


def _turned(degrees: int, mirrored: bool) -> Make:
    """A maker of a file whose pictures come out upright when its matrix is obeyed."""

    def make(folder: Path) -> Path:
        path = folder / f"turned {degrees}{' mirrored' if mirrored else ''}.mp4"
        upright = [draw(n, (96, 160) if degrees % 180 else SIZE) for n in range(25)]
        # The player mirrors last, so the camera that we play mirrors first.
        coded = [np.fliplr(p) if mirrored else p for p in upright]
        coded = [np.rot90(p, -degrees // 90) for p in coded]
        encode(path, coded, size=SIZE, rotate=(degrees, mirrored, False))
        return path

    make.__name__ = f"turned_{degrees}{'_mirrored' if mirrored else ''}"
    return make


for _degrees in (0, 90, 180, 270):
    for _mirrored in (False, True):
        if _degrees or _mirrored:
            _size = (96, 160) if _degrees % 180 else SIZE
            add(CASES, Accept(_size, fps=Fraction(25), indexes=INDEXES))(
                _turned(_degrees, _mirrored)
            )
