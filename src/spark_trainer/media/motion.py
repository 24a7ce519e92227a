"""How much two pictures differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import MediaError
from spark_trainer.media.picture import grey, read_picture


def motion(before_HW: NDArray[np.uint8], after_HW: NDArray[np.uint8]) -> float:
    """Mean absolute difference of two grey pictures, divided by 255: 0 equal, 1 black to white.

    Raises:
        ValueError: the pictures differ in size.
    """
    if before_HW.shape != after_HW.shape:
        raise ValueError(f"pictures differ in size: {before_HW.shape} and {after_HW.shape}")
    difference = np.abs(before_HW.astype(np.int16) - after_HW.astype(np.int16))
    return float(difference.sum(dtype=np.int64)) / (255.0 * max(1, difference.size))


def compute_motion_score(frame1_path: str | Path, frame2_path: str | Path) -> float:
    """Motion between two picture files, in [0, 1].

    Raises:
        MediaError: a file is not a picture, or their sizes differ.
    """
    before, after = (grey(read_picture(Path(p))) for p in (frame1_path, frame2_path))
    try:
        return motion(before, after)
    except ValueError as e:
        raise MediaError("size", f"{frame1_path} and {frame2_path}: {e}") from e
