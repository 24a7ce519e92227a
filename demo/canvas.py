"""A small flat-colour canvas: coordinates of a 640x360 picture, drawn at twice that size."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

WIDTH_PX, HEIGHT_PX = 640, 360
_SCALE = 2

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


class Canvas:
    """One frame. Colours with a fourth value are blended over what is there."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        ramp = Image.linear_gradient("L").resize((WIDTH_PX * _SCALE, HEIGHT_PX * _SCALE))
        size = ramp.size
        self._image = Image.composite(
            Image.new("RGB", size, bottom[:3]), Image.new("RGB", size, top[:3]), ramp
        )
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def disc(self, x: float, y: float, rx: float, colour: Colour, ry: float | None = None) -> None:
        ry = rx if ry is None else ry
        box = [(x - rx) * _SCALE, (y - ry) * _SCALE, (x + rx) * _SCALE, (y + ry) * _SCALE]
        self._draw.ellipse(box, fill=colour)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, r: float = 0) -> None:
        """A rectangle by its upper left corner, with rounded corners of radius `r`."""
        box = [x * _SCALE, y * _SCALE, (x + w) * _SCALE - 1, (y + h) * _SCALE - 1]
        self._draw.rounded_rectangle(box, r * _SCALE, fill=colour)

    def shape(self, points: list[Point], colour: Colour) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def stroke(self, points: list[Point], colour: Colour, width: float) -> None:
        """A line with round joints and ends."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * _SCALE), joint="curve")
        if len(colour) == 3:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, colour)

    def arc(self, x: float, y: float, r: float, span: tuple[float, float], colour: Colour) -> None:
        """Part of a circle's line, from and to in degrees, clockwise from the right."""
        box = [(x - r) * _SCALE, (y - r) * _SCALE, (x + r) * _SCALE, (y + r) * _SCALE]
        self._draw.arc(box, span[0], span[1], fill=colour, width=3 * _SCALE)

    def cloud(self, x: float, y: float, size: float, colour: Colour) -> None:
        for dx, dy, r in (
            (-1.1, 0.15, 0.55),
            (-0.35, -0.2, 0.8),
            (0.5, -0.05, 0.65),
            (1.1, 0.2, 0.5),
        ):
            self.disc(x + dx * size, y + dy * size, r * size, colour)
        self.box(x - 1.5 * size, y + 0.1 * size, 3 * size, 0.6 * size, colour, 0.3 * size)

    def tree(self, x: float, y: float, size: float, sway: float, leaf: Colour) -> None:
        self.box(x - size * 0.09, y - size * 0.9, size * 0.18, size * 0.9, (108, 76, 58))
        for dx, dy, r in ((-0.3, -1.0, 0.38), (0.3, -1.0, 0.38), (0, -1.35, 0.45), (0, -0.95, 0.4)):
            self.disc(x + (dx + sway * -dy * 0.08) * size, y + dy * size, r * size, leaf)

    def wave(self, y: float, phase: float, height: float, length: float, colour: Colour) -> None:
        """A sea from the line `y` down to the lower edge."""
        line = [
            (float(x), y + height * math.sin(2 * math.pi * x / length + phase))
            for x in range(0, WIDTH_PX + 9, 8)
        ]
        self.shape([*line, (WIDTH_PX, HEIGHT_PX), (0, HEIGHT_PX)], colour)

    def person(
        self, x: float, y: float, look: tuple[Colour, Colour], arms: Point, step: float
    ) -> None:
        """A child standing at (x, y); `arms` is where both hands point, `step` swings the legs."""
        shirt, hair = look
        for side in (-1, 1):
            self.stroke([(x, y - 30), (x + side * (6 + step), y)], (58, 66, 92), 8)
            self.stroke([(x + side * 7, y - 58), (x + arms[0] + side * 4, y + arms[1])], shirt, 6)
        self.box(x - 12, y - 66, 24, 40, shirt, 9)
        self.disc(x, y - 80, 14, (241, 200, 168))
        self.disc(x, y - 86, 14, hair, 9)

    def picture(self) -> Image.Image:
        return self._image.reduce(_SCALE)
