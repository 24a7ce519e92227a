"""Pictures that say which frame they are, and survive scaling, JPEG and every codec.

A picture is a grid of 6 x 4 cells. The corners are red, green, blue and yellow (clockwise from
the top left), so each of the eight orientations can be told; all four white mean "flash". The other
20 cells are the frame's index in Gray code (16 bits) and its check digit (4 bits).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height x width x RGB."""

COLUMNS, ROWS = 6, 4
MAX_INDEX = (1 << 16) - 1
SCENES = ((0, 0, 0), (0, 0, 140), (140, 0, 0), (0, 90, 0))
"""The dark colour of each scene: a change between two of them is a cut, a new index is not."""

_CORNER_CELLS = (0, COLUMNS - 1, COLUMNS * ROWS - 1, COLUMNS * (ROWS - 1))
_CORNER_NAMES = ("red", "green", "blue", "yellow")
_CORNER_COLOURS = np.array([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)], np.uint8)
_BIT_CELLS = [n for n in range(COLUMNS * ROWS) if n not in _CORNER_CELLS]
UPRIGHT = _CORNER_NAMES


def _bits(index: int) -> int:
    gray = index ^ (index >> 1)
    check = (gray ^ (gray >> 4) ^ (gray >> 8) ^ (gray >> 12)) & 0xF
    return gray << 4 | check


def draw(
    index: int, size: tuple[int, int] = (320, 180), *, scene: int = 0, flash: bool = False
) -> Picture:
    """The picture of a frame; neighbours differ in two cells of 24.

    Args:
        size: width and height in pixels; `read_index` wants at least 48 x 32.
    """
    if not 0 <= index <= MAX_INDEX:
        raise ValueError(f"index must be in 0 to {MAX_INDEX}, not {index}")
    cells = np.empty((COLUMNS * ROWS, 3), np.uint8)
    cells[list(_CORNER_CELLS)] = 255 if flash else _CORNER_COLOURS
    word = _bits(index)
    for place, cell in enumerate(_BIT_CELLS):
        cells[cell] = 255 if word >> place & 1 else SCENES[scene]
    width, height = size
    rows = np.arange(height) * ROWS // height
    columns = np.arange(width) * COLUMNS // width
    return cells.reshape(ROWS, COLUMNS, 3)[rows][:, columns]


def _middles(rgb_HWC: Picture) -> NDArray[np.float64]:
    """Mean colour of the middle of each cell, row by row."""
    height, width = rgb_HWC.shape[:2]
    out = np.empty((COLUMNS * ROWS, 3))
    for row in range(ROWS):
        for column in range(COLUMNS):
            top, left = (row + 0.3) * height / ROWS, (column + 0.3) * width / COLUMNS
            bottom, right = top + 0.4 * height / ROWS, left + 0.4 * width / COLUMNS
            patch = rgb_HWC[
                int(top) : max(int(bottom), int(top) + 1),
                int(left) : max(int(right), int(left) + 1),
            ]
            out[row * COLUMNS + column] = patch.reshape(-1, 3).mean(axis=0)
    return out


def read_index(rgb_HWC: Picture) -> int:
    """The index that an upright picture shows.

    Raises:
        ValueError: the check digit is wrong: turned, mirrored, damaged, or another picture.
    """
    luma = _middles(rgb_HWC) @ (0.299, 0.587, 0.114)
    word = sum(int(luma[cell] > 128) << place for place, cell in enumerate(_BIT_CELLS))
    gray = word >> 4
    index = gray
    for shift in (8, 4, 2, 1):
        index ^= index >> shift
    if _bits(index) != word:
        raise ValueError(f"no frame index in this picture (bits {word:020b})")
    return index


def read_corners(rgb_HWC: Picture) -> tuple[str, ...]:
    """Colours of the corners, clockwise from the top left; `UPRIGHT` when the picture is."""
    middles = _middles(rgb_HWC)[list(_CORNER_CELLS)]
    palette = np.vstack([_CORNER_COLOURS, (255, 255, 255), (0, 0, 0)]).astype(float)
    names = (*_CORNER_NAMES, "white", "black")
    distances = np.abs(middles[:, None] - palette[None]).sum(axis=2)
    return tuple(names[n] for n in distances.argmin(axis=1))


def is_flash(rgb_HWC: Picture) -> bool:
    """Whether the picture is one of those drawn with `flash`."""
    return read_corners(rgb_HWC) == ("white",) * 4
