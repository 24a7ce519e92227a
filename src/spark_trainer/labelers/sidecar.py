"""Captions and transcripts that are there already: files beside the video, streams inside it.

Of `clip.mp4`, in this order: `clip.captions.*` (for transcripts `clip.transcript.*`), then `clip.*`
and `clip.mp4.*`, then with a language between (`clip.en.srt`); of each .srt, .vtt, .ass, .json,
.txt. Where there is none, the subtitle streams inside the file, the default one first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.labelers.base import (
    AudioRef,
    Caption,
    Captioner,
    Cue,
    FrameRef,
    Labeler,
    SubtitleTrack,
    Transcriber,
    Transcript,
    VideoRef,
)
from spark_trainer.labelers.subtitle_files import TextFile, one_line, read_text_file

SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".json", ".txt")
ROLES = ("captions", "transcript")
LONGEST_TAG = 12
"""`clip.pt-BR.srt`: longer words between the dots are another clip's name."""


def companions(source: Path, siblings: Sequence[str], role: str) -> list[Path]:
    """The text files that belong to a video, the preferred one first."""
    ranked = []
    for name in siblings:
        rank = _rank(source.name, name, role)
        if rank is not None:
            ranked.append((rank, name))
    return [source.with_name(name) for _, name in sorted(ranked)]


def _rank(video: str, name: str, role: str) -> tuple[int, int] | None:
    """How well a name fits a video, small is better; None where it does not."""
    stem, suffix = _split(name)
    if suffix not in SUFFIXES or name == video:
        return None
    base = _split(video)[0]
    if stem in (base, video):
        return 1, SUFFIXES.index(suffix)
    for owner in (base, video):
        tag = stem.removeprefix(owner + ".")
        if tag == stem or "." in tag:
            continue
        if tag.lower() in ROLES:
            return (0, SUFFIXES.index(suffix)) if tag.lower() == role else None
        if 0 < len(tag) <= LONGEST_TAG:
            return 2, SUFFIXES.index(suffix)
    return None


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, f".{suffix.lower()}") if dot and stem else (name, "")


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int]) -> TextFile:
    return read_text_file(path)


def found_text(video: VideoRef) -> tuple[TextFile, str] | None:
    """The text of a video and where it is from; None where there is none.

    Raises:
        MediaError: the file that comes first cannot be read; the next one is not taken silently.
    """
    if video.companions:
        path = video.companions[0]
        info = path.stat()
        return _read(path, (info.st_size, info.st_mtime_ns)), one_line(path.name)
    return _stream_text(video.subtitles)


@lru_cache(maxsize=8)
def _stream_text(tracks: tuple[SubtitleTrack, ...]) -> tuple[TextFile, str] | None:
    """The text of the default stream, else of the first that has any; cleaned once a video."""
    for track in sorted(tracks, key=lambda t: (not t.default, t.stream_index)):
        lines = ((c.start_s, c.end_s, one_line(c.text)) for c in track.cues)
        cues = tuple(Cue(start_s, end_s, text) for start_s, end_s, text in lines if text)
        if cues:
            kind = ", ".join(x for x in (track.codec, track.language) if x)
            return TextFile(cues, None), f"stream {track.stream_index} ({kind})"
    return None


class _Sidecar(Labeler):
    """What both have in common."""

    role: ClassVar[str]
    name: ClassVar[str] = "sidecar"

    def identity(self) -> Mapping[str, Any]:
        return {"revision": f"pysubs2 {metadata.version('pysubs2')}"}

    def companions_of(self, source: Path, siblings: Sequence[str]) -> list[Path]:
        return companions(source, siblings, self.role)


class SidecarCaptions(_Sidecar, Captioner):
    """Captions matched to each frame's time."""

    role: ClassVar[str] = "captions"

    def caption(self, frames: Sequence[FrameRef]) -> list[Caption]:
        captions = []
        for frame in frames:
            found = found_text(frame.video)
            text = found[0].at(frame.time_s) if found else None
            captions.append(Caption(text, found[1] if found and text else None))
        return captions

    def cues(self, video: VideoRef) -> list[Cue]:
        found = found_text(video)
        return list(found[0].cues) if found else []

    def notes(self, video: VideoRef) -> list[str]:
        found = found_text(video)
        if found is None:
            return ["no captions: no subtitle file or stream"]
        return list(found[0].notes)


class SidecarTranscript(_Sidecar, Transcriber):
    """The whole text as the transcript, the cues as its segments."""

    role: ClassVar[str] = "transcript"

    def transcribe(self, audio: AudioRef) -> Transcript:
        found = found_text(audio.video)
        if found is None:
            return Transcript(None, notes=("no transcript: no subtitle file or stream",))
        text_file, source = found
        return Transcript(text_file.text, text_file.cues, source=source, notes=text_file.notes)
