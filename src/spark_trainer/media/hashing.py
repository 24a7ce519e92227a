"""The average hash: which pictures look alike.

Grey, shrunk to hash_size x hash_size, one bit a pixel: above the mean = 1. It is what the ImageHash
package calls `average_hash`, bit for bit.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from spark_trainer.media.picture import read_picture


def average_hash(picture: Image.Image, hash_size: int = 8) -> str:
    """The hash of a picture: hash_size**2 characters 0 or 1, row by row."""
    small = picture.convert("L").resize((hash_size, hash_size), Image.Resampling.LANCZOS)
    pixels = np.asarray(small)
    return "".join("1" if bit else "0" for bit in (pixels > pixels.mean()).flat)


def perceptual_hash(image: str | Path | Image.Image, hash_size: int = 8) -> str:
    """The average hash of a picture, or of a picture file.

    Raises:
        MediaError: the file is not a picture.
        ValueError: hash_size is under 2.
    """
    if hash_size < 2:
        raise ValueError(f"hash_size must be at least 2, not {hash_size}")
    picture = image if isinstance(image, Image.Image) else read_picture(Path(image))
    return average_hash(picture, hash_size)


def hamming_distance(a: str, b: str) -> int:
    """Number of bits in which two hashes of one length differ."""
    if len(a) != len(b):
        raise ValueError(f"hashes differ in length: {len(a)} and {len(b)} bits")
    return (int(a, 2) ^ int(b, 2)).bit_count()
