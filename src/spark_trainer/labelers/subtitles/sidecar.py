"""Captions and transcripts that are there already: files beside the video, streams inside it.

Which files: see `companions`. Where there is none, the subtitle streams inside the file, the
default one first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import portable, printable
from spark_trainer.labelers.base import (
    AudioRef,
    Caption,
    Captioner,
    Cue,
    FrameRef,
    Labeler,
    Transcriber,
    Transcript,
    VideoRef,
)
from spark_trainer.labelers.subtitles.companions import Folder
from spark_trainer.labelers.subtitles.markup import one_line
from spark_trainer.labelers.subtitles.subtitle_files import (
    MAX_CAPTION,
    Role,
    TextFile,
    read_text_file,
)


@lru_cache(maxsize=2)
def _read(path: Path, _stamp: tuple[int, int], role: Role) -> TextFile:
    return read_text_file(path, role)


def found_text(video: VideoRef, role: Role) -> tuple[TextFile, str | None]:
    """The text of a video and where it is from, which is None where there is none.

    Raises:
        MediaError: the file that comes first cannot be read; the next one is not taken silently.
    """
    passed_over: tuple[str, ...] = ()
    for path in video.companions:
        found = _read(path, _stamp(path), role)
        if found.text:
            return replace(found, notes=passed_over + found.notes), one_line(portable(path.name))
        passed_over += found.notes
    for track in sorted(video.subtitles, key=lambda t: (not t.default, t.stream_index)):
        lines = (replace(cue, text=one_line(cue.text)) for cue in track.cues)
        cues = sorted((c for c in lines if c.text), key=lambda c: (c.start_s, c.end_s))
        if cues:
            kind = ", ".join(x for x in (track.codec, track.language) if x)
            return TextFile(tuple(cues), None, passed_over), f"stream {track.stream_index} ({kind})"
    return TextFile((), None, (*passed_over, "no subtitle file or stream")), None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        info = path.stat()
    except OSError as e:
        raise MediaError("sidecar", f"{printable(path.name)}: {e.strerror}") from e
    return info.st_size, info.st_mtime_ns


class _Sidecar(Labeler):
    """What both have in common."""

    role: ClassVar[Role]
    name: ClassVar[str] = "sidecar"
    version: ClassVar[int] = 2

    def __init__(self) -> None:
        self._folder = Folder(())

    def identity(self) -> Mapping[str, Any]:
        return {"revision": f"pysubs2 {metadata.version('pysubs2')}"}

    def companions_of(self, source: Path, siblings: Sequence[str]) -> list[Path]:
        if self._folder.names is not siblings:
            self._folder = Folder(siblings)
        return [source.with_name(name) for name in self._folder.texts_of(source.name, self.role)]


class SidecarCaptions(_Sidecar, Captioner):
    """Captions matched to each frame's time."""

    role: ClassVar[Role] = "captions"

    def caption(self, frames: Sequence[FrameRef]) -> list[Caption]:
        captions: dict[int, Caption] = {}
        by_video: dict[int, list[int]] = {}
        for at, frame in enumerate(frames):
            by_video.setdefault(id(frame.video), []).append(at)
        for places in by_video.values():
            found, source = found_text(frames[places[0]].video, self.role)
            try:
                texts = found.at([frames[at].time_s for at in places])
            except ValueError as e:
                raise MediaError(
                    "sidecar",
                    f"{source}: {e}: too long for the caption of a frame (at most {MAX_CAPTION} "
                    f"characters). If it is what is said, name it `<video>.transcript.txt`",
                ) from e
            for at, text in zip(places, texts, strict=True):
                captions[at] = Caption(text, source if text else None)
        return [captions[at] for at in range(len(frames))]

    def cues(self, video: VideoRef) -> list[Cue]:
        return list(found_text(video, self.role)[0].cues)

    def notes(self, video: VideoRef) -> list[str]:
        found, source = found_text(video, self.role)
        return [note if source else f"no captions: {note}" for note in found.notes]


class SidecarTranscript(_Sidecar, Transcriber):
    """The whole text as the transcript, the cues as its segments."""

    role: ClassVar[Role] = "transcript"

    def transcribe(self, audio: AudioRef) -> Transcript:
        found, source = found_text(audio.video, self.role)
        if source is None:
            return Transcript(None, notes=tuple(f"no transcript: {note}" for note in found.notes))
        return Transcript(found.text, found.cues, source=source, notes=found.notes)
