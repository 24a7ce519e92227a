"""The media of a sample as the encoders take them; what was decoded once is kept in memory.

F pictures of a sample   H, W, C their height, width, channels   S values of sound, 16,000 a second
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spark_trainer.models.apotheon.inputs import InputSizes, Window, mel_windows, shrink
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.files import inside, read_jpeg, read_sound
from spark_trainer.trainers.apotheon_data.kept import Kept


class MediaReader:
    """Reads below a dataset folder. Every method raises BrokenSampleError for what it cannot."""

    def __init__(self, root: Path, sizes: InputSizes, kept: Kept) -> None:
        self.root = root.resolve()
        self._sizes = sizes
        self._kept = kept

    def squares(self, facts: Facts, frames: Sequence[int]) -> NDArray[np.uint8]:
        """The pictures of these frames, F x side x side x 3; F may be 0."""
        side_px = self._sizes.side_px
        none_FHWC = np.zeros((0, side_px, side_px, 3), np.uint8)
        return np.stack([self._square(facts, f) for f in frames]) if frames else none_FHWC

    def _square(self, facts: Facts, frame: int) -> NDArray[np.uint8]:
        name = f"{facts.frames_dir}/{facts.frames[frame].file}"

        def read() -> NDArray[np.uint8]:
            return shrink(read_jpeg(inside(self.root, name)), self._sizes.side_px)

        return self._kept.get(("picture", name), read, lambda made: made.nbytes)

    def sound(self, facts: Facts, windows: int) -> NDArray[np.float32]:
        """The sound of at most so many windows."""
        name = facts.audio
        if not windows or name is None:
            return np.zeros(0, np.float32)
        return self._kept.get(
            ("sound", name),
            lambda: self._read_sound(name, windows),
            lambda made: made.nbytes,
        )

    def windows(self, facts: Facts, windows: int) -> tuple[Window, ...]:
        """The same as log-mel."""
        name = facts.audio
        if not windows or name is None:
            return ()
        return self._kept.get(
            ("mels", name),
            lambda: self.mels(self._read_sound(name, windows)),
            lambda made: sum(w.mel_MK.nbytes for w in made if w.mel_MK is not None),
        )

    def _read_sound(self, name: str, windows: int) -> NDArray[np.float32]:
        most_s = min(windows * self._sizes.window_s, self._sizes.max_audio_s)
        return read_sound(inside(self.root, name), most_s)

    def mels(self, sound_S: NDArray[np.float32]) -> tuple[Window, ...]:
        sizes = self._sizes
        return tuple(mel_windows(sound_S, sizes.mel_bins, sizes.window_s, sizes.max_audio_s))
