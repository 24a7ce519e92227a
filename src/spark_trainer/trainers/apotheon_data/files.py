"""The files of a sample: JPEG frames and a WAV, which anybody may have written.

H, W height and width of a picture   S samples of sound, 16,000 a second
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ, open_wav, samples
from spark_trainer.media.picture import MAX_PICTURE_PIXELS
from spark_trainer.media.source import MAX_SIDE_PX


class BrokenSampleError(Exception):
    """Why a sample cannot be used. Another one takes its place."""


def inside(root: Path, name: str) -> Path:
    """The file of that name below the resolved folder `root`.

    Older manifests name files relative to the working directory: that is tried where there is no
    such file below the folder.

    Raises:
        BrokenSampleError: there is no regular file, or it lies outside.
    """
    try:
        place = (root / name).resolve()
        if not place.is_file():
            older = Path(name).resolve()
            place = older if older.is_file() else place
        there = place.is_file()
    except (OSError, ValueError, RuntimeError) as e:
        raise BrokenSampleError(f"{printable(name)}: cannot be the name of a file") from e
    if not place.is_relative_to(root):
        raise BrokenSampleError(f"{printable(name)}: lies outside the dataset")
    if not there:
        raise BrokenSampleError(f"{printable(name)}: no such file")
    return place


def read_jpeg(path: Path) -> NDArray[np.uint8]:
    """Its pixels, H x W x 3.

    Raises:
        BrokenSampleError: no JPEG, damaged, or too large.
    """
    try:
        with Image.open(path, formats=("JPEG",)) as picture:
            w, h = picture.size
            if max(w, h) > MAX_SIDE_PX or w * h > MAX_PICTURE_PIXELS:
                raise BrokenSampleError(
                    f"{printable(path)}: {w} x {h} pixels; at most {MAX_SIDE_PX} a side "
                    f"and {MAX_PICTURE_PIXELS // 1_000_000} megapixels are decoded"
                )
            return np.asarray(picture.convert("RGB"))
    except _UNREADABLE as e:
        raise BrokenSampleError(f"{printable(path)}: not a readable JPEG: {_reason(e)}") from e


_UNREADABLE = (
    *(OSError, SyntaxError, ValueError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


def read_sound(path: Path, most_s: float) -> NDArray[np.float32]:
    """Its first seconds, S values in [-1, 1].

    Raises:
        BrokenSampleError: not 16 kHz, mono, 16-bit; cut off; empty.
    """
    try:
        with open_wav(path) as wav:
            wanted = min(wav.getnframes(), round(most_s * SAMPLE_RATE_HZ))
            pcm = samples(wav, 0, wanted)
    except (MediaError, OSError, EOFError) as e:
        raise BrokenSampleError(_reason(e)) from e
    if len(pcm) < 2 * wanted or not pcm:
        what = "cut off" if wanted else "empty"
        raise BrokenSampleError(f"{printable(path)}: {what}: {len(pcm) // 2} of {wanted} samples")
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def _reason(e: BaseException) -> str:
    return printable(" ".join(str(e).split()))
