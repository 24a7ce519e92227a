"""A preset of augmentations.yaml on the samples of a recipe, in training alone.

F pictures   H, W, C their height, width, channels   S values of sound   M bins, K steps of log-mel
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Clip
from spark_trainer.models.augmentations import Preset
from spark_trainer.models.augmentations.applying import run, run_mel, streams_of
from spark_trainer.models.augmentations.operation import Modality, Operation, PictureOperation

Picture = NDArray[np.uint8]
Sound = NDArray[np.float32]
_WHY = {
    "image": "no pictures are read",
    "audio": "no sound is read",
    "video": "pictures and words of a sample are at fixed times",
    "text": "texts are what is to be written",
}


def _what(operation: Operation) -> Modality:
    """What it changes; a crop that is the same for all pictures of a video changes pictures."""
    return "image" if isinstance(operation, PictureOperation) else operation.modality


@dataclass(frozen=True)
class Augmenting:
    """The operations of a preset that suit a recipe.

    Args:
        modalities: of what the recipe lets be changed.
    """

    preset: Preset
    modalities: frozenset[Modality]

    @property
    def left_out(self) -> frozenset[str]:
        operations = self.preset.operations
        return frozenset(o.kind for o in operations if _what(o) not in self.modalities)

    def remarks(self) -> Iterable[str]:
        """Which operations are not applied, and why."""
        told: dict[str, str] = {}
        for operation in self.preset.operations:
            if operation.kind in self.left_out:
                told[operation.kind] = _WHY[_what(operation)]
        if told:
            rows = "; ".join(f"{kind} ({why})" for kind, why in told.items())
            yield f"augmentations `{self.preset.name}`, left out here: {rows}"


@dataclass(frozen=True)
class Dice:
    """What a sample of one epoch is changed by, and its random numbers.

    They follow from `key` alone, so whoever makes the sample makes the same one.
    """

    key: bytes
    augmenting: Augmenting | None = None

    @property
    def rng(self) -> np.random.Generator:
        """Numbers for a recipe's own use, from the start each time."""
        return np.random.default_rng(int.from_bytes(self.key))

    def pictures(self, pictures: Sequence[Picture]) -> list[Picture]:
        """All pictures of a sample, each H x W x C, changed alike; sizes stay."""
        return [self.frames(picture[None])[0] for picture in pictures]

    def frames(self, frames_FHWC: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Pictures of one size, one after the other."""
        if self.augmenting is None:
            return frames_FHWC
        clip = Clip(frames_FHWC, np.arange(len(frames_FHWC), dtype=np.float64))
        changed = self._run(self.augmenting, clip).frames_FHWC
        return changed if changed.shape == frames_FHWC.shape else frames_FHWC

    def sound(self, sound_S: Sound, most: int) -> Sound:
        """Sound in [-1, 1]; as it was where it would be longer than `most` values."""
        if self.augmenting is None or not len(sound_S):
            return sound_S
        clip = Clip(np.zeros((0, 1, 1, 3), np.uint8), np.zeros(0), sound_S)
        changed = self._run(self.augmenting, clip).sound_S
        return changed if 0 < len(changed) <= most else sound_S

    def mel(self, mel_MK: NDArray[np.float32]) -> NDArray[np.float32]:
        """A log-mel spectrogram, without what only fills it up."""
        if self.augmenting is None:
            return mel_MK
        return run_mel(self.augmenting.preset, mel_MK, streams_of(self.key))

    def text(self, text: str) -> str:
        """Words that are read, not written; as they were where none would be left."""
        if self.augmenting is None:
            return text
        clip = Clip(np.zeros((0, 1, 1, 3), np.uint8), np.zeros(0), text=text)
        return self._run(self.augmenting, clip).text or text

    def _run(self, augmenting: Augmenting, clip: Clip) -> Clip:
        return run(augmenting.preset, clip, streams_of(self.key), augmenting.left_out).clip
