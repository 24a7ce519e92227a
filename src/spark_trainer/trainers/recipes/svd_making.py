"""Videos that a trained Stable Video Diffusion makes: of somebody's picture, and as samples.

T frames   H, W, C height, width, channels (RGB)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import MediaError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Sample
from spark_trainer.models.kinds.svd import SvdTemplate
from spark_trainer.trainers.generating import Generated, Given
from spark_trainer.trainers.recipes.decoded import first_frame
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.pictures import read_picture
from spark_trainer.trainers.recipes.strips import write_strip
from spark_trainer.trainers.recipes.svd_pipeline import make_frames
from spark_trainer.trainers.recipes.video_clips import Clip, read_clip
from spark_trainer.trainers.recipes.video_file import write_mp4

STEPS = 25
"""Where no number is asked for: as diffusers has it."""
VIDEO = "video.mp4"


def make_video(pipeline: Any, writer: Writer, given: Given) -> Generated:
    """Frames as PNG and as a video, in the folder that was asked for.

    Raises:
        UsageError: the folder is not empty.
        MediaError: the picture cannot be read.
        OutputError: the folder cannot be written.
    """
    folder, said = writer.wish.output, writer.template.data
    assert folder is not None
    first_HWC = _covering(read_picture(*first_frame(given)), said.width, said.height)
    with output_errors(folder, "write"):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"--output {printable(folder)} is not empty: name a new folder")
    steps = writer.wish.steps or STEPS
    frames_THWC = make_frames(pipeline, first_HWC, said, steps=steps, seed=writer.wish.seed)
    return Generated(given, files=_written(frames_THWC, said.fps, folder))


def _covering(picture_HWC: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Scaled to cover the size and cut in the middle, as the frames that were trained on."""
    size = (width, height)
    return np.asarray(ImageOps.fit(Image.fromarray(picture_HWC), size, Image.Resampling.LANCZOS))


def _written(frames_THWC: NDArray[np.uint8], fps: int, folder: Path) -> list[Path]:
    write_mp4(frames_THWC, fps, folder / VIDEO)
    files = [folder / f"frame-{n:03d}.png" for n in range(len(frames_THWC))]
    with output_errors(folder, "write"):
        for file, frame_HWC in zip(files, frames_THWC, strict=True):
            Image.fromarray(frame_HWC).save(file)
    return [folder / VIDEO, *files]


def write_samples(
    pipeline: Any, template: SvdTemplate, clips: Sequence[Clip], folder: Path
) -> list[Sample]:
    """A strip for each of the first clips: its own frames, and below what is made of the first.

    A clip that cannot be read has none.

    Raises:
        OutputError: the folder cannot be written.
    """
    return list(_samples(pipeline, template, clips[: template.sampling.clips], folder))


def _samples(
    pipeline: Any, template: SvdTemplate, clips: Sequence[Clip], folder: Path
) -> Iterator[Sample]:
    for number, clip in enumerate(clips):
        try:
            real_THWC = read_clip(clip)
        except MediaError:
            continue
        steps = template.sampling.steps
        made_THWC = make_frames(pipeline, real_THWC[0], template.data, steps=steps, seed=number)
        file = folder / f"{number}.jpg"
        write_strip([real_THWC, made_THWC], file)
        yield Sample(id=clip.id, references=(), output=f"{folder.name}/{file.name}", score=None)
