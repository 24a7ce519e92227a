"""Where a sample may be changed a little before the model sees it in training.

F pictures of a sample   S values of sound, 16,000 a second
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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
    times_s_F: NDArray[np.float64] | None = None
    """When each picture shows. None given back = when they did before."""


class Augment(Protocol):
    """Gives other media for those of a sample; never changes an array in place.

    As many pictures must come out, and sound that needs no more windows: a batch was planned for
    them. What does not fit is not taken, and the sample is shown as it was.
    """

    def __call__(self, media: Media, rng: np.random.Generator) -> Media: ...


@runtime_checkable
class MelAugment(Augment, Protocol):
    """Changes a log-mel spectrogram too, M bins x K steps of 10 ms of sound."""

    def mel(self, mel_MK: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]: ...


def stream(seed: int, epoch: int, sample: int) -> np.random.Generator:
    """The random numbers of a sample in an epoch, whoever decodes it, and after what."""
    return np.random.default_rng(int.from_bytes(rank_of_index(seed, epoch, sample)))
