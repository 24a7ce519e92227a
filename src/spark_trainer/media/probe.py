"""What a file holds, and which of its streams are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spark_trainer.core.errors import MediaError
from spark_trainer.media.source import MAX_PIXELS, MAX_SIDE_PX

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream

TEXT_SUBTITLES = frozenset({"mov_text", "subrip", "srt", "text", "ass", "ssa", "webvtt"})
"""Codecs of subtitles that are text; the others are pictures."""


@dataclass
class Chosen:
    """The streams that are taken, and what a reader of the dataset must know about it."""

    video: VideoStream
    audio: AudioStream | None
    subtitles: list[SubtitleStream]
    notes: list[str] = field(default_factory=list)

    @property
    def streams(self) -> list[Stream]:
        return [s for s in (self.video, self.audio, *self.subtitles) if s is not None]


def _default_of(streams: list[Any], notes: list[str]) -> Any:
    """The stream marked as default, else the first; where there was a choice, a note of it."""
    from av.stream import Disposition

    marked = next((s for s in streams if s.disposition & Disposition.default), None)
    taken = streams[0] if marked is None else marked
    if len(streams) > 1:
        why = "the first" if marked is None else "the default"
        notes.append(f"{len(streams)} {taken.type} streams: took stream {taken.index}, {why}")
    return taken


def choose_streams(container: InputContainer) -> Chosen:
    """Take the default video, the default sound and all text subtitles.

    Raises:
        MediaError: `no_video`; `unreadable` for an unknown codec; `too_large`.
    """
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.still_image
    videos = [s for s in container.streams.video if not s.disposition & still]
    if not videos:
        found = ", ".join(sorted({s.type for s in container.streams})) or "nothing"
        raise MediaError("no_video", f"no video stream (found: {found})")
    notes: list[str] = []
    video = _default_of(videos, notes)
    if video.codec_context is None:
        raise MediaError("unreadable", "the video's codec is unknown to this FFmpeg")
    _refuse_too_large(video.codec_context.width, video.codec_context.height)
    sounds = [s for s in container.streams.audio if s.codec_context is not None]
    audio = _default_of(sounds, notes) if sounds else None
    if audio is None and container.streams.audio:
        notes.append("sound left out: its codec is unknown to this FFmpeg")
    texts = [
        s
        for s in container.streams.subtitles
        if s.codec_context is not None and s.codec_context.name in TEXT_SUBTITLES
    ]
    if others := len(container.streams.subtitles) - len(texts):
        notes.append(f"subtitle streams left out because they are no text: {others}")
    return Chosen(video, audio, texts, notes)


def _refuse_too_large(width_px: int, height_px: int) -> None:
    if max(width_px, height_px) > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        raise MediaError(
            "too_large",
            f"the header claims {width_px} x {height_px} pixels; at most {MAX_SIDE_PX} a side "
            f"and {MAX_PIXELS // 1_000_000} megapixels are decoded",
        )
