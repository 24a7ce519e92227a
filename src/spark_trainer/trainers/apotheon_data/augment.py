"""Where a sample may be changed a little before the model sees it in training.

F pictures of a sample   S values of sound, 16,000 a second
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spark_trainer.trainers.training.order import rank_of_index


@dataclass(frozen=True)
class Media:
    """The decoded pictures and sound of a sample."""

    squares_FHWC: NDArray[np.uint8]
    """Already of the encoder's size."""
    sound_S: NDArray[np.float32]
    """In [-1, 1]."""


class Augment(Protocol):
    """Gives other media for those of a sample; never changes an array in place.

    As many pictures must come out, and sound that needs no more windows: a batch was planned for
    them. What does not fit is not taken, and the sample is shown as it was.
    """

    def __call__(self, media: Media, rng: np.random.Generator) -> Media: ...


def stream(seed: int, epoch: int, sample: int) -> np.random.Generator:
    """The random numbers of a sample in an epoch, whoever decodes it, and after what."""
    return np.random.default_rng(int.from_bytes(rank_of_index(seed, epoch, sample)))
