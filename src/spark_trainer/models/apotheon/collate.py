"""Samples, each on its own, to one batch.

F pictures of a sample   H, W, C their height, width, channels   R rows   T tokens
P patches, S states, E width: of features computed beforehand
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from spark_trainer.models.apotheon.batch import Batch, Frames, Rows, Sounds
from spark_trainer.models.apotheon.inputs import (
    InputSizes,
    Window,
    mel_windows,
    normalise,
    shrink,
)
from spark_trainer.models.apotheon.names import Part, Task
from spark_trainer.models.apotheon.tokenizer import Tokenizer


@dataclass(frozen=True)
class TextRow:
    """A row of text as tokens; see `Tokenizer.row`."""

    task: Task
    tokens: tuple[int, ...]
    prompt: int
    """Tokens at the start that are given, not learned."""


@dataclass(frozen=True)
class Sample:
    """What one video gives to a batch. Anything of it may be missing."""

    squares_FHWC: NDArray[np.uint8] | None = None
    """Pictures, already of the encoder's size; None where there is none, or features stand in."""
    times_s: tuple[float, ...] = ()
    """When each picture is shown."""
    windows: tuple[Window, ...] = ()
    rows: tuple[TextRow, ...] = ()
    video: int = -1
    """A number for its video; -1 for none."""
    features_FPE: Tensor | None = None
    """What the frozen vision encoder made of the pictures."""
    features_WSE: Tensor | None = None
    """What the frozen audio encoder made of the windows."""


def prepare(
    sizes: InputSizes,
    pictures: Sequence[NDArray[np.uint8]] = (),
    times_s: Sequence[float] = (),
    sound_S: NDArray[np.float32] | None = None,
    *,
    rows: Sequence[TextRow] = (),
    video: int = -1,
) -> Sample:
    """A sample of pictures H x W x 3 of any size, their times, and sound of 16 kHz."""
    squares = [shrink(picture_HWC, sizes.side_px) for picture_HWC in pictures]
    sound = (
        []
        if sound_S is None
        else mel_windows(sound_S, sizes.mel_bins, sizes.window_s, sizes.max_audio_s)
    )
    return Sample(
        squares_FHWC=np.stack(squares) if squares else None,
        times_s=tuple(times_s),
        windows=tuple(sound),
        rows=tuple(rows),
        video=video,
    )


def prompt_rows(tasks: Sequence[Task], tokenizer: Tokenizer) -> tuple[TextRow, ...]:
    """A row a task that holds nothing but its prompt: what text is to be written behind."""
    prompts = {task: tuple(tokenizer.prompt(task)) for task in tasks}
    return tuple(TextRow(task, prompts[task], len(prompts[task])) for task in tasks)


def prompt_batch(
    samples: Sequence[Sample], tasks: Sequence[Task], tokenizer: Tokenizer, sizes: InputSizes
) -> Batch:
    """A batch to be written for: each sample has a prompt a task, in that order, and no text."""
    rows = prompt_rows(tasks, tokenizer)
    asked = [replace(sample, rows=rows) for sample in samples]
    return collate(asked, sizes, tokenizer.pad_id)


def collate(
    samples: Sequence[Sample],
    sizes: InputSizes,
    pad_id: int,
    features: Collection[Part] = (),
) -> Batch:
    """The samples as one batch; no sample at all gives one with nothing in it.

    Args:
        pad_id: fills rows of text up.
        features: encoders whose features come in place of what they take, also where a batch has
            none: all ranks must agree on which parts run.
    """
    samples = list(samples) or [Sample()]
    return Batch(
        frames=_frames(samples, sizes, "vision_encoder" in features),
        sounds=_sounds(samples, sizes, "audio_encoder" in features),
        rows=_rows(samples, pad_id),
        videos_B=torch.tensor([sample.video for sample in samples]),
    )


def _frames(samples: Sequence[Sample], sizes: InputSizes, features: bool) -> Frames:
    none = np.zeros((0, sizes.side_px, sizes.side_px, 3), np.uint8)
    squares = [s.squares_FHWC for s in samples if s.squares_FHWC is not None]
    blank_FPE = torch.zeros(0, *sizes.vision_features)
    known = [s.features_FPE for s in samples if s.features_FPE is not None]
    return Frames(
        pixels_NCHW=None if features else normalise(np.concatenate([none, *squares])),
        times_s_N=torch.tensor([time_s for s in samples for time_s in s.times_s]),
        counts=tuple(len(s.times_s) for s in samples),
        features_NPE=torch.cat(known or [blank_FPE]) if features else None,
    )


def _sounds(samples: Sequence[Sample], sizes: InputSizes, features: bool) -> Sounds:
    windows = [window for sample in samples for window in sample.windows]
    none_WMK = np.zeros((0, sizes.mel_bins, sizes.mel_frames), np.float32)
    mels = [window.mel_MK[None] for window in windows if window.mel_MK is not None]
    blank_WSE = torch.zeros(0, *sizes.audio_features)
    known = [s.features_WSE for s in samples if s.features_WSE is not None]
    return Sounds(
        mels_WMK=None if features else torch.from_numpy(np.concatenate([none_WMK, *mels])),
        starts_s_W=torch.tensor([window.start_s for window in windows]),
        lengths_s=tuple(window.length_s for window in windows),
        counts=tuple(len(sample.windows) for sample in samples),
        features_WSE=torch.cat(known or [blank_WSE]) if features else None,
    )


def _rows(samples: Sequence[Sample], pad_id: int) -> Rows:
    rows = [(number, row) for number, sample in enumerate(samples) for row in sample.rows]
    longest = max((len(row.tokens) for _, row in rows), default=0)
    padded = [[*row.tokens, *[pad_id] * (longest - len(row.tokens))] for _, row in rows]
    return Rows(
        tokens_RT=torch.tensor(padded, dtype=torch.long).reshape(len(rows), longest),
        lengths=tuple(len(row.tokens) for _, row in rows),
        prompts=tuple(row.prompt for _, row in rows),
        tasks=tuple(row.task for _, row in rows),
        samples=tuple(number for number, _ in rows),
    )
