"""`manifest.jsonl`: one JSON line a video. The keys of SPEC.md section 2, and some more.

Times are seconds on the video's own time line (0 = the container's start). Paths are relative to
the folder of the manifest, with `/`; `source_path` may lead out of it with `..`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spark_trainer.core.canonical import canonical_json
from spark_trainer.core.errors import DatasetError


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class KeptFrame(_Record):
    """A frame that is in `frames_dir`."""

    file: str
    """`frame_000001.jpg`"""
    time: float
    """Presentation time, seconds."""
    hash: str | None
    """Perceptual hash, a string of 0 and 1; None where hashing is off."""
    motion: float | None
    """Motion score against the kept frame before it, 0 to 1; None for the first."""
    sha256: str


class DroppedFrame(_Record):
    """A candidate that was not kept, and why."""

    time: float
    reason: str
    """`still`, `duplicate` (in this video), `duplicate_across` (of another video)."""
    motion: float | None = None
    like: dict[str, Any] | None = None
    """For duplicates: the kept frame it resembles: `{"id", "time", "distance"}`."""


class Scene(_Record):
    start_time: float
    end_time: float


class TextSegment(_Record):
    """A cue or a piece of transcript, [start, end) in seconds."""

    start: float
    end: float
    text: str


class DoubtfulSpan(_Record):
    """A stretch of the transcript that may be invented, [start, end) in seconds."""

    start: float
    end: float
    rule: str
    """The rule that it broke: see docs/labelling.md."""
    what: str


class VideoInfo(_Record):
    """The video as a viewer sees it: upright, square pixels."""

    duration: float
    width: int
    height: int
    fps: float
    codec: str


class Meta(_Record):
    source_path: str
    source_name: str | None = Field(None, exclude_if=lambda name: name is None)
    """What people call the source, where its file's name is another; only to be shown."""
    duration: float
    num_frames: int = Field(ge=0)
    caption: str | None
    all_captions: list[str | None]
    transcript: str | None
    scenes: list[Scene]
    video_info: VideoInfo
    frames: list[KeptFrame]
    dropped: list[DroppedFrame]
    cues: list[TextSegment] = []
    """All timed captions known for the video, also those that no kept frame falls into."""
    segments: list[TextSegment] = []
    """The transcript with its times."""
    words: list[TextSegment] = []
    """Each word of the transcript with its times, where the back end knows them."""
    doubts: list[DoubtfulSpan] = []
    """Where the transcript repeats itself, is too dense for its seconds, or is unsure."""
    language: str | None = None
    damage: dict[str, Any] | None = None
    """What of the file could not be decoded; None where all could."""
    notes: list[str] = []
    """What a reader must know, e.g. which of two video streams was taken."""
    aliases: list[str] = []
    """Other paths that hold the very same bytes."""
    alias_names: dict[str, str] | None = Field(None, exclude_if=lambda names: names is None)
    """What people call those of the aliases whose file's name is another."""
    provenance: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """What a person would call the video."""
        return self.source_name or file_name(self.source_path)


class Entry(_Record):
    """One line of the manifest."""

    id: str
    """First 16 hex digits of the source's SHA-256."""
    frames_dir: str
    audio: str | None
    meta: Meta


def file_name(path: str) -> str:
    """The last part of a path of the manifest."""
    return path.rsplit("/", 1)[-1]


def entry_line(entry: Entry) -> str:
    """The entry's line, without the line end. Equal entries have equal bytes."""
    return canonical_json(entry.model_dump(mode="json"))


def write_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The manifest's bytes, a line at a time."""
    for entry in entries:
        yield entry_line(entry).encode() + b"\n"


def read_manifest(path: Path) -> Iterator[Entry]:
    """The entries of a manifest, in file order.

    Raises:
        DatasetError: the file is missing, or a line is not an entry; names file, line and key.
    """
    try:
        stream = path.open("rb")
    except OSError as e:
        raise DatasetError(f"{path}: {e.strerror}. Is this a dataset folder?") from e
    with stream:
        for number, line in enumerate(stream, 1):
            try:
                yield Entry.model_validate(json.loads(line))
            except ValidationError as e:
                first = e.errors()[0]
                key = ".".join(str(p) for p in first["loc"])
                raise DatasetError(f"{path}:{number}: key `{key}`: {first['msg']}") from e
            except (ValueError, RecursionError) as e:
                raise DatasetError(f"{path}:{number}: not JSON: {e}") from e
