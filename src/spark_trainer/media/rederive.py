"""One frame of a video decoded again, plainly, from the start: a proof, not a fast path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spark_trainer.media.clock import FrameClock
from spark_trainer.media.orientation import display_size, orientation_of
from spark_trainer.media.picture import PictureMaker, encode_jpeg
from spark_trainer.media.probe import choose_streams
from spark_trainer.media.settings import FrameSettings
from spark_trainer.media.source import open_media

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

TIME_SLACK_S = 2e-6
"""Times are recorded to a microsecond."""


def frames_at(path: Path, times_s: list[float], settings: FrameSettings) -> dict[float, bytes]:
    """The JPEGs of the frames that show exactly at these times; a time without one is left out.

    Raises:
        MediaError: the file is not a video that can be read.
    """
    wanted = sorted(times_s)
    found: dict[float, bytes] = {}
    with open_media(path) as (container, _source):
        stream = choose_streams(container).video
        stream.codec_context.thread_count = 1
        clock = FrameClock.of(stream, container.start_time)
        maker: PictureMaker | None = None
        for frame in _decoded(container, stream):
            if maker is None:
                maker = _maker(frame, stream, settings)
            at = max(0.0, clock.time_s(frame))
            for time_s in wanted:
                if abs(at - time_s) <= TIME_SLACK_S and time_s not in found:
                    found[time_s] = encode_jpeg(maker.rgb(frame), settings.jpeg_quality)
            if len(found) == len(set(wanted)):
                break
    return found


def _maker(frame: VideoFrame, stream: VideoStream, settings: FrameSettings) -> PictureMaker:
    orientation = orientation_of(frame)
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    display = display_size(frame.width, frame.height, aspect, orientation)
    return PictureMaker(display, orientation, settings.resolution, settings.fit)


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


def audio_sha256(path: Path, folder: Path) -> str | None:
    """SHA-256 of the WAV of the video's sound, made anew in `folder`; None without sound."""
    from spark_trainer.media.media_pass import MediaPass
    from spark_trainer.media.settings import PassSettings

    result = MediaPass(path, folder, PassSettings(audio=True)).run()
    if result["audio"] is None:
        return None
    with (folder / "audio.wav").open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
