"""Clips as rows of small pictures with words above them: a picture that shows what changed."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from spark_trainer.media.augment.clip import Clip, Frames

_WIDTH_PX = 160
_GAP_PX = 6
_LINE_PX = 16
_LETTER_PX = 7
"""About as wide as a letter of `_FONT_PX` is."""
_FONT_PX = 13
_PAPER, _INK, _FAINT = (255, 255, 255), (20, 20, 20), (110, 110, 110)


@dataclass(frozen=True)
class Row:
    """A clip and what is said of it."""

    title: str
    clip: Clip


def sheet(rows: list[Row], columns: int = 6) -> Frames:
    """The rows below each other, H x W x 3; pictures are spread over each clip's own length."""
    width_px = columns * (_WIDTH_PX + _GAP_PX) + _GAP_PX
    bands = [_band(row, columns, width_px) for row in rows]
    page = Image.new("RGB", (width_px, sum(band.height for band in bands) + _GAP_PX), _PAPER)
    top = 0
    for band in bands:
        page.paste(band, (0, top))
        top += band.height
    return np.asarray(page)


def _band(row: Row, columns: int, width_px: int) -> Image.Image:
    lines = textwrap.wrap(row.title, (width_px - 2 * _GAP_PX) // _LETTER_PX) or [""]
    frames, times_s = row.clip.frames_FHWC, row.clip.times_s_F
    high_px = max(1, round(_WIDTH_PX * frames.shape[1] / max(1, frames.shape[2])))
    top = _GAP_PX + _LINE_PX * len(lines)
    band = Image.new("RGB", (width_px, top + high_px + _LINE_PX + _GAP_PX), _PAPER)
    draw, font = ImageDraw.Draw(band), ImageFont.load_default(_FONT_PX)
    draw.text((_GAP_PX, _GAP_PX // 2), "\n".join(lines), _INK, font)
    for column, number in enumerate(spread(len(frames), columns)):
        left = _GAP_PX + column * (_WIDTH_PX + _GAP_PX)
        small = Image.fromarray(np.ascontiguousarray(frames[number])).resize((_WIDTH_PX, high_px))
        band.paste(small, (left, top))
        draw.text((left, top + high_px), f"{times_s[number]:.2f} s", _FAINT, font)
    return band


def spread(count: int, most: int) -> list[int]:
    """At most so many of `count` numbers from 0, the first and the last among them."""
    places = np.linspace(0, count - 1, min(count, most)).round()
    return [int(place) for place in np.unique(places)]
