"""One picture and one sentence that any model can be tried on, without a video."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SENTENCE = "the man is cooking pasta in the kitchen"
"""What is said in `sentence_file`, by the voice slt of flite."""

PICTURE = "a red house with a brown roof and a green tree on a meadow, under a blue sky with a sun"
"""What `draw_picture` draws."""

_SIDE_PX = 384


def sentence_file() -> Path:
    """16 kHz, mono, 16 bits, 3 seconds."""
    return Path(__file__).with_name("builtin") / "sentence.wav"


def draw_picture() -> Any:
    """A Pillow picture, 384 x 384, RGB; the same bytes each time."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_SIDE_PX, _SIDE_PX), (120, 190, 245))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 260, 384, 384), fill=(95, 170, 70))  # meadow
    draw.ellipse((290, 25, 355, 90), fill=(255, 220, 60))  # sun
    draw.ellipse((40, 40, 110, 75), fill="white")  # cloud
    draw.ellipse((80, 30, 160, 75), fill="white")
    draw.rectangle((60, 170, 220, 310), fill=(200, 50, 45))  # walls
    draw.polygon([(40, 170), (140, 90), (240, 170)], fill=(120, 70, 40))  # roof
    draw.rectangle((120, 230, 160, 310), fill=(90, 55, 35))  # door
    for left in (75, 175):
        draw.rectangle((left, 195, left + 30, 225), fill=(230, 240, 250), outline=(90, 55, 35))
    draw.rectangle((292, 230, 312, 320), fill=(110, 75, 45))  # trunk
    draw.ellipse((250, 130, 355, 245), fill=(35, 120, 45))  # leaves
    return picture
