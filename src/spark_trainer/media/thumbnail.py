"""Small pictures of pictures, for pages with many of them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.media.picture import MAX_PICTURE_PIXELS

_QUALITY = 80
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


def small_jpeg(path: Path, most_px: int) -> bytes | None:
    """A JPEG file no wider and no higher than that; None where it is so small itself.

    Raises:
        MediaError: not a JPEG, damaged, or larger than 50 megapixels.
    """
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise MediaError("too_large", f"{printable(path)}: {picture.size} pixels")
            if max(picture.size) <= most_px:
                return None
            picture.draft("RGB", (most_px * 2, most_px * 2))  # decodes no more than that takes
            small = picture.convert("RGB")
    except _UNREADABLE as e:
        raise MediaError("unreadable", f"{printable(path)}: not a readable JPEG") from e
    small.thumbnail((most_px, most_px))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
