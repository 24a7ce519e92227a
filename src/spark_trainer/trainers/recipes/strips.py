"""Frames of videos side by side in one picture, to look at.

T frames   H, W, C height, width, channels (RGB)
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.trainers.apotheon_data.choice import spread_over_time

SHOWN = 8
"""Frames of one video, spread evenly over it."""
WIDTH_PX = 160
"""Of one of them, at most."""


def strip_of(videos_THWC: Sequence[NDArray[np.uint8]]) -> Image.Image:
    """A row for each video, all with the same number of frames of the same size."""
    count, height, width, _ = videos_THWC[0].shape
    shown = spread_over_time([float(n) for n in range(count)], SHOWN)
    scale = min(1.0, WIDTH_PX / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    strip = Image.new("RGB", (size[0] * len(shown), size[1] * len(videos_THWC)))
    for row, frames_THWC in enumerate(videos_THWC):
        for column, number in enumerate(shown):
            small = Image.fromarray(frames_THWC[number]).resize(size)
            strip.paste(small, (column * size[0], row * size[1]))
    return strip


def write_strip(videos_THWC: Sequence[NDArray[np.uint8]], file: Path) -> None:
    """As a JPEG, whole or not at all; its folder is made.

    Raises:
        OutputError: it cannot be written.
    """
    found = BytesIO()
    strip_of(videos_THWC).save(found, format="JPEG", quality=90)
    with output_errors(file, "write"):
        file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, [found.getvalue()])
