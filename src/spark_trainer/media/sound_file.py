"""A stretch of any sound file, 16 kHz mono.

S values of sound, 16,000 a second
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable

SAMPLE_HZ = 16_000
MOST_S = 600.0
"""Of sound that is held in memory at once."""
_FORMATS = "wav,flac,mp3,ogg,mov,matroska,aac,aiff"
_OPTIONS = {"protocol_whitelist": "none", "format_whitelist": _FORMATS}
"""No playlist, and nothing by name: see HOSTILE.md."""


def read_sound(
    path: Path, first_s: float = 0.0, last_s: float | None = None
) -> NDArray[np.float32]:
    """Samples S in [-1, 1] between two seconds of a file; its channels are mixed.

    Raises:
        MediaError: it is no sound file, damaged, empty there, or longer than `MOST_S`.
    """
    first = round(first_s * SAMPLE_HZ)
    last = round((MOST_S if last_s is None else last_s) * SAMPLE_HZ)
    parts, there = [], 0
    try:
        with path.open("rb") as stream, av.open(stream, "r", options=_OPTIONS) as container:
            if not container.streams.audio:
                raise MediaError("no_audio", f"{printable(path)}: has no sound")
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_HZ)
            for frame in container.decode(container.streams.audio[0]):
                for piece in resampler.resample(frame):
                    values_S = piece.to_ndarray()[0]
                    begin, end = max(first - there, 0), max(last - there, 0)
                    parts.append(values_S[begin:end])
                    there += len(values_S)
                if there >= last:
                    break
            for piece in resampler.resample(None):
                values_S = piece.to_ndarray()[0]
                parts.append(values_S[max(first - there, 0) : max(last - there, 0)])
                there += len(values_S)
    except (av.FFmpegError, OSError, ValueError) as e:
        raise MediaError("unreadable", f"{printable(path)}: cannot be read: {e}") from e
    if last_s is None and there >= last:
        raise MediaError(
            "too_large", f"{printable(path)}: over {MOST_S:g} s; cut it, or build a dataset of it"
        )
    sound_S = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not len(sound_S):
        raise MediaError("empty", f"{printable(path)}: no sound from {first_s:g} s on")
    return np.clip(sound_S.astype(np.float32), -1, 1)
