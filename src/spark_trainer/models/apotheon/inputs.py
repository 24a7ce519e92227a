"""Pictures and sound as arrays to what the encoders take: pixels and windows of log-mel.

H, W, C height, width, channels of a picture   N pictures   S samples of sound, 16,000 a second
M mel bins   K mel frames, 100 a second   P, E patches and width of CLIP's features
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.optional import require
from spark_trainer.models.apotheon.audio import MELS_HZ, STATES_HZ, window_spans
from spark_trainer.models.apotheon.config import ApotheonConfig

SAMPLE_RATE_HZ = 16_000
MEAN_RGB = (0.48145466, 0.4578275, 0.40821073)
STD_RGB = (0.26862954, 0.26130258, 0.27577711)
"""Of the pictures that OpenAI's CLIP was trained on, as shares of 255 [CLIP]."""
_STEP = SAMPLE_RATE_HZ // MELS_HZ


@dataclass(frozen=True)
class InputSizes:
    """What a model takes, in the numbers that preparing it needs."""

    side_px: int
    mel_bins: int
    window_s: float
    max_frames: int
    max_audio_s: float
    max_text_tokens: int
    vision_features: tuple[int, int]
    """Patches and width: the shape of one picture's features."""
    audio_features: tuple[int, int]
    """States and width: the shape of one window's features."""

    @classmethod
    def of(cls, config: ApotheonConfig) -> Self:
        """The sizes of a template.

        Raises:
            ConfigError: an encoder is only a name, so its sizes are not known before it is loaded.
        """
        vision, audio = config.architecture.vision, config.architecture.audio
        if vision.config is None or audio.config is None:
            raise ConfigError(
                "the template names an encoder by `model` alone, so its sizes are not known yet: "
                "take the `config` of the built model, or give `architecture.*.config`"
            )
        grid = vision.config.image_size // vision.config.patch_size // vision.pool
        return cls(
            side_px=vision.config.image_size,
            mel_bins=audio.config.num_mel_bins,
            window_s=audio.config.max_source_positions / STATES_HZ,
            max_frames=config.data.max_frames,
            max_audio_s=config.data.max_audio_s,
            max_text_tokens=config.data.max_text_tokens,
            vision_features=(grid * grid, vision.config.hidden_size),
            audio_features=(audio.config.max_source_positions, audio.config.d_model),
        )

    @property
    def mel_frames(self) -> int:
        """Mel frames of one window."""
        return round(self.window_s * MELS_HZ)


@dataclass(frozen=True)
class Window:
    """One window of log-mel sound, filled up with silence."""

    start_s: float
    length_s: float
    """Seconds of it that are sound."""
    mel_MK: NDArray[np.float32] | None
    """None where features stand in for it."""


def shrink(picture_HWC: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """The picture as a square; one that is none is stretched.

    Bicubic, and each new pixel is made of all old ones below it, as CLIP's own preprocessing does.

    Raises:
        ValueError: not height x width x 3 of uint8, or empty.
    """
    shape = picture_HWC.shape
    if len(shape) != 3 or shape[2] != 3 or 0 in shape or picture_HWC.dtype != np.uint8:
        raise ValueError(f"wanted a picture H x W x 3 of uint8, found {shape} {picture_HWC.dtype}")
    if shape[:2] == (side_px, side_px):
        return picture_HWC
    picture = Image.fromarray(np.ascontiguousarray(picture_HWC))
    return np.asarray(picture.resize((side_px, side_px), Image.Resampling.BICUBIC))


def normalise(squares_NHWC: NDArray[np.uint8]) -> Tensor:
    """Pixels as CLIP was trained on them, N x 3 x H x W, float32."""
    # NumPy and not torch: this runs beside a training step, whose threads it would compete with.
    squares_NCHW = np.ascontiguousarray(squares_NHWC.transpose(0, 3, 1, 2))
    mean_C11, std_C11 = (np.array(rgb, np.float32)[:, None, None] for rgb in (MEAN_RGB, STD_RGB))
    return torch.from_numpy((squares_NCHW * np.float32(1 / 255) - mean_C11) / std_C11)


def pixels(pictures: Sequence[NDArray[np.uint8]], side_px: int) -> Tensor:
    """Pictures H x W x 3 of any size as the vision encoder takes them, N x 3 x side x side."""
    squares = [shrink(picture_HWC, side_px) for picture_HWC in pictures]
    return normalise(np.stack(squares) if squares else np.zeros((0, side_px, side_px, 3), np.uint8))


def mel_windows(
    sound_S: NDArray[np.float32],
    mel_bins: int,
    window_s: float,
    most_s: float,
    start_s: float = 0.0,
) -> list[Window]:
    """Windows that cover the sound without a gap, as Whisper's feature extractor makes them.

    Args:
        sound_S: 16 kHz, mono, in [-1, 1].
        most_s: sound behind it is left out.
        start_s: where the sound begins on its video's time line.

    Raises:
        ValueError: the sound has several channels, or values that are no numbers.
    """
    if sound_S.ndim != 1 or not np.isfinite(sound_S).all():
        raise ValueError(f"wanted one channel of finite numbers, found shape {sound_S.shape}")
    # Windows are cut by sample, not by second: 0.1 + 0.2 of a second are not 0.3.
    window_S = round(window_s * SAMPLE_RATE_HZ)
    sound_S = sound_S[: round(most_s * SAMPLE_RATE_HZ)].astype(np.float32, copy=False)
    if sound_S.size == 0:
        return []
    pieces = [sound_S[first : first + window_S] for first in range(0, sound_S.size, window_S)]
    mels_WMK = _extractor(mel_bins)(
        pieces, sampling_rate=SAMPLE_RATE_HZ, max_length=window_S, return_tensors="np"
    )["input_features"]
    return [
        Window(
            start_s=start_s + number * window_S / SAMPLE_RATE_HZ,
            length_s=piece_S.size / SAMPLE_RATE_HZ,
            mel_MK=mels_WMK[number],
        )
        for number, piece_S in enumerate(pieces)
    ]


def count_windows(duration_s: float, sizes: InputSizes) -> int:
    """How many windows `mel_windows` makes of a sound of that length."""
    return len(window_spans(min(duration_s, sizes.max_audio_s), sizes.window_s))


@lru_cache(maxsize=4)
def _extractor(mel_bins: int) -> Any:
    transformers = require("transformers", extra="train")
    return transformers.WhisperFeatureExtractor(feature_size=mel_bins)
