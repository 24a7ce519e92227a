"""Decoded frames to upright JPEGs of the wanted size, and pictures back to arrays."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.media.orientation import Orientation
from spark_trainer.media.settings import Fit

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
MAX_PICTURE_PIXELS = 50_000_000


class PictureMaker:
    """Scales, turns and fits decoded frames. One a video: it keeps the scaler's tables.

    Args:
        display: width and height of the upright picture with square pixels.
        resolution: width and height wanted; None keeps `display`.
    """

    def __init__(
        self,
        display: tuple[int, int],
        orientation: Orientation,
        resolution: tuple[int, int] | None,
        fit: Fit,
    ) -> None:
        from av.video.reformatter import VideoReformatter

        self._scaler = VideoReformatter()
        self._orientation = orientation
        self._canvas = resolution or display
        self._inner = self._canvas if fit == "stretch" else self._scaled(display, fit)

    def _scaled(self, display: tuple[int, int], fit: Fit) -> tuple[int, int]:
        (dw, dh), (w, h) = display, self._canvas
        pick = min if fit == "pad" else max
        scale = pick(w / dw, h / dh)
        inner = max(1, round(dw * scale)), max(1, round(dh * scale))
        clamp = min if fit == "pad" else max
        inner = clamp(inner[0], w), clamp(inner[1], h)
        if inner[0] * inner[1] > MAX_PICTURE_PIXELS:
            raise MediaError(
                "too_large",
                f"a picture of {dw} x {dh} has to be scaled to {inner[0]} x {inner[1]} to cut "
                f"{w} x {h} out of it; use fit: pad",
            )
        return inner

    def rgb(self, frame: VideoFrame) -> NDArray[np.uint8]:
        """The upright picture, height x width x 3, in sRGB order."""
        w, h = self._inner
        if self._orientation.transpose:
            w, h = h, w
        small = self._scaler.reformat(frame, w, h, "rgb24", interpolation="AREA")
        picture = self._orientation.apply(_bytes_of(small))
        if self._inner == self._canvas:
            return picture
        return _centred(picture, self._canvas)


def _bytes_of(frame: VideoFrame) -> NDArray[np.uint8]:
    """The pixels of an 8-bit frame, height x width x 3."""
    pixels: NDArray[np.uint8] = frame.to_ndarray()  # type: ignore[assignment]
    return pixels


def _centred(picture_HWC: NDArray[np.uint8], canvas: tuple[int, int]) -> NDArray[np.uint8]:
    """The middle of the picture, or the picture in the middle of black."""
    w, h = canvas
    top, left = (picture_HWC.shape[0] - h) // 2, (picture_HWC.shape[1] - w) // 2
    if top >= 0 and left >= 0:
        return picture_HWC[top : top + h, left : left + w]
    out = np.zeros((h, w, 3), np.uint8)
    ph, pw = picture_HWC.shape[:2]
    out[(h - ph) // 2 : (h - ph) // 2 + ph, (w - pw) // 2 : (w - pw) // 2 + pw] = picture_HWC
    return out


def encode_jpeg(picture_HWC: NDArray[np.uint8], quality: int) -> bytes:
    """JPEG bytes; equal pictures give equal bytes."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture_HWC)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def read_picture(path: Path) -> Image.Image:
    """A picture file, decoded.

    Raises:
        MediaError: not a picture of a known format, or larger than 50 megapixels.
    """
    try:
        with Image.open(path, formats=PICTURE_FORMATS) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise MediaError(
                    "too_large",
                    f"{printable(path)}: {picture.width} x {picture.height} pixels; at most "
                    f"{MAX_PICTURE_PIXELS // 1_000_000} megapixels are decoded",
                )
            picture.load()
            return picture.copy()
    except (OSError, SyntaxError, ValueError) as e:
        raise MediaError("unreadable", f"{printable(path)}: not a readable picture: {e}") from e


def grey(picture: Image.Image) -> NDArray[np.uint8]:
    """Luma (ITU-R 601) of a picture, height x width."""
    return np.asarray(picture.convert("L"))
