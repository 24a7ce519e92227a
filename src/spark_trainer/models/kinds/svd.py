"""Stable Video Diffusion: the first frame in, a short video out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, Training
from spark_trainer.models.kinds.pretrained import Pretrained

SIDE = 64
"""Sides are multiples of it: the autoencoder halves them three times, the UNet three times more."""


class Architecture(Pretrained):
    """The `UNetSpatioTemporalConditionModel` of a `StableVideoDiffusionPipeline`.

    `config` has one mapping a part: `unet`, `vae`, `image_encoder`, `scheduler`.
    """

    train: Literal["temporal", "full"] = "temporal"
    """`temporal`: the UNet's layers over time only, which keeps how single frames look; `full`: all
    of the UNet. The autoencoder and the image encoder are never trained."""


class Noise(Settings):
    """How much noise is added in training: ln(sigma) is normal (Karras et al. 2022, EDM)."""

    p_mean: float = Field(0.7, ge=-5, le=5)
    """Mean of ln(sigma). Higher learns more of the motion, lower more of the detail."""
    p_std: float = Field(1.6, gt=0, le=5)
    """Standard deviation of ln(sigma)."""
    condition_mean: float = Field(-3.0, ge=-10, le=5)
    """Mean of ln(sigma) of the noise on the first frame that the model is shown."""
    condition_std: float = Field(0.5, gt=0, le=5)
    """Standard deviation of the same."""
    condition_dropout: float = Field(0.1, ge=0, lt=1)
    """Share of samples whose first frame is not shown, for classifier-free guidance."""


class Denoising(Settings):
    """The clean video from a noisy one, weighted by its noise."""

    loss: Literal["edm"]
    weight: float = Field(1.0, gt=0, le=1000)
    """What the loss is multiplied by."""
    noise: Noise = Noise()


class Objectives(Settings):
    """What is learned."""

    denoising: Denoising


class Data(Settings):
    """Which frames make a sample."""

    format: Literal["manifest"] = "manifest"
    """What the training set is: the `manifest.jsonl` of a dataset folder, whose videos are read
    again at `fps`."""
    frames: int = Field(25, ge=2, le=128)
    """Frames of one sample: 25 in the `xt` model, 14 in the other. Memory grows with it."""
    height: int = Field(320, ge=SIDE, le=2048, multiple_of=SIDE)
    """In pixels. Frames are scaled to cover it and cut in the middle."""
    width: int = Field(576, ge=SIDE, le=2048, multiple_of=SIDE)
    """In pixels."""
    fps: int = Field(7, ge=1, le=30)
    """Frames a second that are taken, and that the model is told."""
    motion_bucket: int = Field(127, ge=0, le=255)
    """What the model is told of the amount of motion; higher is more."""
    latent_cache: str | None = Field(None, min_length=1, max_length=1000)
    """Folder where the autoencoder's output is kept, so that it runs once; null = in the run's
    own folder."""


class Sampling(Settings):
    """Videos that are made while it trains, to look at: strips of frames in the run's `samples`."""

    clips: int = Field(1, ge=0, le=16)
    """Validation clips of whose first frame one is made, at each evaluation; 0 = none."""
    steps: int = Field(8, ge=1, le=100)
    """Steps of the sampler. More is finer and takes longer; 25 is usual."""


class SvdTemplate(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: Objectives
    training: Training
    data: Data
    sampling: Sampling = Sampling()
    """What is made at evaluations, to look at."""
    metrics: tuple[Literal["loss"], ...] = Field(min_length=1)
    """What evaluation measures: the loss at fixed noise."""
