"""Stretches of a dataset's videos, decoded again at a fixed rate.

T frames   H, W height and width   C channels (RGB)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.media.clock import FrameClock
from spark_trainer.media.orientation import display_size, orientation_of
from spark_trainer.media.picture import PictureMaker
from spark_trainer.media.probe import choose_streams
from spark_trainer.media.source import open_media, sha256_of
from spark_trainer.models.kinds.svd import Data
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.pictures import split_of_line

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

TIME_SLACK_S = 1e-4
"""A frame that begins this much later than its time still is the one that shows then."""


@dataclass(frozen=True)
class Clip:
    """Frames of one video, at even distances."""

    group: str
    """The video's id."""
    split: str | None
    file: Path
    sha256: str
    """Of the file."""
    number: int
    """Which of the video's stretches, from 0."""
    frames: int
    fps: int
    height: int
    width: int

    @property
    def id(self) -> str:
        return f"{self.group} from {self.start_s:.2f} s"

    @property
    def size(self) -> int:
        return self.frames

    @property
    def start_s(self) -> float:
        return self.number * self.frames / self.fps

    @property
    def times_s(self) -> list[float]:
        return [self.start_s + n / self.fps for n in range(self.frames)]


def windows(duration_s: float, frames: int, fps: int) -> int:
    """Stretches of so many frames that fit one after the other into a video."""
    return int(duration_s * fps + TIME_SLACK_S) // frames


def clips_of(data: Path, said: Data) -> tuple[list[Clip], list[LeftOut]]:
    """All stretches of the videos of a dataset folder; what is left at their ends is not used.

    Raises:
        DatasetError: it is no `manifest.jsonl`, or a line of it cannot be read.
    """
    if data.name != MANIFEST:
        raise DatasetError(f"{printable(data)}: wanted the {MANIFEST} of a dataset folder")
    found: list[Clip] = []
    left_out: list[LeftOut] = []
    for entry in read_manifest(data):
        try:
            found += _of_entry(data.parent, entry, said)
        except MediaError as e:
            left_out.append(LeftOut(entry.id, str(e)))
    return found, left_out


def _of_entry(root: Path, entry: Entry, said: Data) -> Iterator[Clip]:
    count = windows(entry.meta.duration, said.frames, said.fps)
    if count == 0:
        raise MediaError(
            "too_short",
            f"{entry.meta.duration:.2f} s, and {said.frames} frames at {said.fps} a second are "
            f"{said.frames / said.fps:.2f} s",
        )
    file = root / entry.meta.source_path
    sha256 = sha256_of(file)
    for number in range(count):
        yield Clip(
            group=entry.id,
            split=split_of_line(entry),
            file=file,
            sha256=sha256,
            number=number,
            frames=said.frames,
            fps=said.fps,
            height=said.height,
            width=said.width,
        )


def read_clip(clip: Clip) -> NDArray[np.uint8]:
    """Its frames, T x H x W x C, scaled to cover the size and cut in the middle.

    Raises:
        MediaError: the video cannot be read, or ends before the stretch does.
    """
    pictures: list[NDArray[np.uint8]] = []
    with open_media(clip.file) as (container, _source):
        stream = choose_streams(container).video
        clock = FrameClock.of(stream, container.start_time)
        shown: tuple[VideoFrame, PictureMaker] | None = None
        maker: PictureMaker | None = None
        time_s = 0.0
        for frame in _decoded(container, stream):
            maker = maker or _maker(frame, stream, clip)
            time_s = clock.time_s(frame)
            _take(pictures, shown, clip, time_s)
            shown = frame, maker
            if len(pictures) == clip.frames:
                break
        else:
            # The last frame shows until one step after it.
            _take(pictures, shown, clip, time_s + float(1 / (stream.average_rate or clip.fps)))
    if len(pictures) < clip.frames:
        raise MediaError(
            "too_short", f"{printable(clip.id)}: {len(pictures)} of {clip.frames} frames in it"
        )
    return np.stack(pictures)


def _take(
    pictures: list[NDArray[np.uint8]],
    shown: tuple[VideoFrame, PictureMaker] | None,
    clip: Clip,
    next_s: float,
) -> None:
    """Add what shows until the next frame does, once for each time that is asked for."""
    if shown is None:
        return
    frame, maker = shown
    picture = None
    for time_s in clip.times_s[len(pictures) :]:
        if time_s >= next_s - TIME_SLACK_S:
            return
        if picture is None:
            picture = np.ascontiguousarray(maker.rgb(frame))
        pictures.append(picture)


def _maker(frame: VideoFrame, stream: VideoStream, clip: Clip) -> PictureMaker:
    orientation = orientation_of(frame)
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    display = display_size(frame.width, frame.height, aspect, orientation)
    return PictureMaker(display, orientation, (clip.width, clip.height), "crop")


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Frames in showing order; packets that do not decode are passed over."""
    import av

    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.FFmpegError:
                continue
    except av.FFmpegError:
        return
