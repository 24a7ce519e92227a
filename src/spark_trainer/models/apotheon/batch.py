"""What the model is given: frames, windows of sound and rows of text of several samples.

Nothing is padded but the rows of text: frames and windows of all samples lie one after another,
and `counts` says how many are whose. A sample without pictures or sound has a count of 0. What
the host must know (counts, lengths) is held there, so that no step waits for the device.

    B samples   N frames, all together   C, H, W channels, height, width
    R rows of text   T tokens   W windows of sound   M mel bins   K mel frames, 100 a second
    P patches, S states, E width of an encoder: only of features computed beforehand
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

import torch
from torch import Tensor

from spark_trainer.models.apotheon.names import Task


@dataclass(frozen=True)
class Frames:
    """Pictures, in the order of the samples and of their times."""

    pixels_NCHW: Tensor | None
    """Normalised as CLIP wants it; None where features stand in for it."""
    times_s_N: Tensor
    """Presentation time of each, in seconds on its video's time line; float32."""
    counts: tuple[int, ...]
    """Frames of each sample; their sum is N."""
    features_NPE: Tensor | None = None
    """What the frozen vision encoder made of the pictures, computed beforehand."""

    def __post_init__(self) -> None:
        _one_source("frames", self.pixels_NCHW, self.features_NPE)
        _count_fits("frames", self.counts, self.times_s_N)


@dataclass(frozen=True)
class Sounds:
    """Windows of log-mel sound, in the order of the samples and of their times."""

    mels_WMK: Tensor | None
    """Log-mel as Whisper's feature extractor makes it; None where features stand in for it."""
    starts_s_W: Tensor
    """Where each window starts on its video's time line, in seconds; float32."""
    lengths_s: tuple[float, ...]
    """Seconds of each window that are sound; the rest of it is padding."""
    counts: tuple[int, ...]
    """Windows of each sample; their sum is W."""
    features_WSE: Tensor | None = None
    """What the frozen audio encoder made of the windows, computed beforehand."""

    def __post_init__(self) -> None:
        _one_source("sounds", self.mels_WMK, self.features_WSE)
        _count_fits("sounds", self.counts, self.starts_s_W)
        if len(self.lengths_s) != len(self.starts_s_W):
            raise ValueError(f"{len(self.lengths_s)} lengths for {len(self.starts_s_W)} windows")


@dataclass(frozen=True)
class Rows:
    """Rows of text: a prompt that ends with a task token, then the text, then the end token."""

    tokens_RT: Tensor
    """Token ids, padded on the right; what stands in the padding is never looked at."""
    lengths: tuple[int, ...]
    """Tokens of each row without padding."""
    prompts: tuple[int, ...]
    """Tokens at the start of each row that are given, not learned; at least 1."""
    tasks: tuple[Task, ...]
    samples: tuple[int, ...]
    """The sample that each row belongs to."""

    def __post_init__(self) -> None:
        R, T = self.tokens_RT.shape
        if not len(self.lengths) == len(self.prompts) == len(self.tasks) == len(self.samples) == R:
            raise ValueError(f"{R} rows of tokens need as many lengths, prompts, tasks and samples")
        for length, prompt in zip(self.lengths, self.prompts, strict=True):
            if not 1 <= prompt <= length <= T:
                raise ValueError(f"a row of {length} of {T} tokens with a prompt of {prompt}")

    def targets(self, task: Task | None = None) -> list[tuple[int, int]]:
        """Row and position of every token that is to be learned, by length, never by its id.

        The end token is one of them, also where it is the padding token as well.
        """
        return [
            (row, position)
            for row, (prompt, length) in enumerate(zip(self.prompts, self.lengths, strict=True))
            if task is None or self.tasks[row] == task
            for position in range(prompt, length)
        ]


DataT = TypeVar("DataT", Frames, Sounds, Rows)


@dataclass(frozen=True)
class Batch:
    """B samples, each with pictures or none, sound or none, and any number of rows of text."""

    frames: Frames
    sounds: Sounds
    rows: Rows
    videos_B: Tensor
    """A number for the video of each sample, int64: pairs of one video are no negatives."""

    def __post_init__(self) -> None:
        B = len(self.videos_B)
        if B == 0 or len(self.frames.counts) != B or len(self.sounds.counts) != B:
            raise ValueError(
                f"{B} samples, with frames of {len(self.frames.counts)} and sound of "
                f"{len(self.sounds.counts)}; wanted the same number, 1 at least"
            )
        if any(not 0 <= sample < B for sample in self.rows.samples):
            raise ValueError(f"rows belong to samples {set(self.rows.samples)}, there are {B}")

    def to(self, device: torch.device | str) -> Self:
        """The same batch on a device."""
        return replace(
            self,
            frames=_moved(self.frames, device),
            sounds=_moved(self.sounds, device),
            rows=_moved(self.rows, device),
            videos_B=self.videos_B.to(device, non_blocking=True),
        )


def _moved(data: DataT, device: torch.device | str) -> DataT:
    tensors = {name: value for name, value in vars(data).items() if isinstance(value, Tensor)}
    moved: Any = {name: value.to(device, non_blocking=True) for name, value in tensors.items()}
    return replace(data, **moved)


def _one_source(what: str, raw: Tensor | None, features: Tensor | None) -> None:
    if (raw is None) == (features is None):
        raise ValueError(f"{what}: give what the encoder takes or the features, one of them")


def _count_fits(what: str, counts: tuple[int, ...], times_s: Tensor) -> None:
    if sum(counts) != len(times_s) or min(counts, default=0) < 0:
        raise ValueError(f"{what}: counts {counts} do not add up to {len(times_s)}")
