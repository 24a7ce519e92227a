"""What a labeller is given, what it gives back, and what it must say about itself.

A labeller is a small class. It is built once from its settings, must be cheap to build, and loads
its model in `load`, which the runner calls before the first video is touched. The runner owns
batching, counting, timing, retries and the journal; a labeller only labels.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, TypeVar


@dataclass(frozen=True)
class Cue:
    """A piece of text with its time on the video's time line, in seconds: [start_s, end_s)."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class SubtitleTrack:
    """A text subtitle stream found inside the video file, already decoded."""

    stream_index: int
    codec: str
    language: str | None
    default: bool
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class VideoRef:
    """The video that a frame or a sound belongs to."""

    id: str
    source: Path
    duration_s: float
    subtitles: tuple[SubtitleTrack, ...] = ()
    companions: tuple[Path, ...] = ()
    """The files next to the video that this labeller named in `companions_of`, as they exist."""


@dataclass(frozen=True)
class FrameRef:
    """One kept frame: a JPEG on disk and its presentation time in seconds."""

    path: Path
    time_s: float
    video: VideoRef


@dataclass(frozen=True)
class AudioRef:
    """The sound of one video: 16 kHz mono PCM 16-bit, time 0 = time 0 of the video."""

    path: Path | None
    """None where the video has no sound."""
    video: VideoRef


@dataclass(frozen=True)
class Caption:
    """A caption, or the honest absence of one.

    `text` is None where the back end has nothing to say of this frame (no cue at its time, back
    end `none`); it is never an empty string that stands for a failure.
    """

    text: str | None
    source: str | None = None
    """Where the text came from when that is not the model itself, e.g. `clip.srt#3`."""


@dataclass(frozen=True)
class Doubt:
    """A stretch of the video's time line, in seconds, whose text may be invented."""

    start_s: float
    end_s: float
    rule: str
    """Slug of the rule that it broke, e.g. `repeats`, `too_dense`."""
    what: str
    """What was found against what is plausible, in words."""


@dataclass(frozen=True)
class Transcript:
    """The text of a video's sound. `text` is None where there is none to be had."""

    text: str | None
    segments: tuple[Cue, ...] = ()
    language: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    """What a reader of the dataset must know, one sentence each."""
    words: tuple[Cue, ...] = ()
    """Each word with its time, where the back end knows it."""
    doubts: tuple[Doubt, ...] = ()
    """Stretches of the transcript that a reader should not trust, and by which rule."""


class Labeler(ABC):
    """What captioners and transcribers share."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    """Raised when the same input would give another output; part of the step's key."""
    runs_on: ClassVar[Literal["workers", "lane"]] = "workers"
    """`workers`: cheap to copy, runs in the media worker processes, one video at a time.
    `lane`: a BatchLabeler; runs in threads of the main process, in batches over many videos."""

    def identity(self) -> Mapping[str, Any]:
        """Everything that decides the output besides the input: model, revision, settings.

        JSON values only. It goes into the step's key and into provenance.
        """
        return {}

    def companions_of(self, source: Path, siblings: Sequence[str]) -> list[Path]:
        """Files beside `source` that the output depends on; `siblings` are the names there.

        Their hashes go into the step's key, so that an edited subtitle redoes its captions.
        """
        return []

    def resolve(self) -> None:  # noqa: B027  (most back ends need nothing)
        """Find the weights, or the server, without loading anything; before `identity`.

        Raises:
            BackendUnavailableError: they are not there; the message says how to get them.
            UsageError: the settings do not fit this back end.
        """

    def load(self) -> None:  # noqa: B027  (most back ends have nothing to load)
        """Load what labelling needs, or raise BackendUnavailableError before work begins."""


class Captioner(Labeler):
    """Frames to captions."""

    @abstractmethod
    def caption(self, frames: Sequence[FrameRef]) -> list[Caption]:
        """One caption a frame, in order. Frames may come from different videos."""

    def cues(self, video: VideoRef) -> list[Cue]:
        """All timed text known for a video, also what no kept frame falls into."""
        return []

    def notes(self, video: VideoRef) -> list[str]:
        """What a reader of the dataset must know about this video's captions."""
        return []


class BatchTooLargeError(Exception):
    """The batch did not fit into memory: nothing of it is labelled, a smaller one may be."""


BatchSize = int | Literal["auto"]
"""Pieces a batch; `auto` = as many as memory allows."""

AskedT = TypeVar("AskedT")
PieceT = TypeVar("PieceT")
ReadyT = TypeVar("ReadyT")
LabelT = TypeVar("LabelT")


class BatchLabeler(Labeler, Generic[AskedT, PieceT, ReadyT, LabelT]):
    """Labels pieces of many videos together.

    What is asked about one video is cut into pieces, each is made ready, batches of them are
    labelled, and the labels of a video are joined again.

    A lane calls `pieces` and `ready` in threads that run ahead, `label` in `concurrency` others.
    The label of a piece must not depend on what else is in its batch.
    """

    runs_on: ClassVar[Literal["workers", "lane"]] = "lane"
    label_type: ClassVar[Any]
    """The dataclass of a label, so that labels can be kept as JSON until their video is whole."""
    batch_size: BatchSize = 1
    concurrency: int = 1
    """Batches that are labelled at the same time: 1 for a model, more for a server."""
    full_batches: bool = False
    """Fill each batch up with repeats: in low precision a label depends on the batch's size."""

    @abstractmethod
    def pieces(self, asked: AskedT) -> Sequence[PieceT]:
        """What is labelled one by one; may read files.

        Raises:
            MediaError: this video's media cannot be used; the video becomes a failure.
        """

    @abstractmethod
    def ready(self, piece: PieceT) -> ReadyT:
        """The piece as the model takes it, e.g. pixels; called from several threads at once.

        Raises:
            MediaError: this piece cannot be used; its video becomes a failure.
        """

    @abstractmethod
    def label(self, batch: Sequence[ReadyT]) -> list[LabelT]:
        """One label a piece, in order.

        Raises:
            BatchTooLargeError: out of memory; the lane tries halves.
            MediaError: only where the batch is a single piece: it cannot be labelled.
            BackendUnavailableError: nothing can be labelled any more; the build stops.
        """

    def recall(self, pieces: Sequence[PieceT], known: Mapping[int, LabelT]) -> None:
        """Learn from labels of an earlier run, by number of the piece; before `ready`."""

    def close(self) -> None:
        """End what waits, e.g. for a server; nothing is labelled after it. From any thread."""

    def most_pieces(self) -> int:
        """The batch size that `auto` stands for, found by trying; called after `load`."""
        return 1


class BatchCaptioner(BatchLabeler[Sequence[FrameRef], FrameRef, ReadyT, Caption], Captioner):
    """A captioner that works in batches: `ready` and `label` are left to write."""

    label_type: ClassVar[Any] = Caption

    def pieces(self, asked: Sequence[FrameRef]) -> Sequence[FrameRef]:
        return asked

    def caption(self, frames: Sequence[FrameRef]) -> list[Caption]:
        return self.label([self.ready(frame) for frame in frames]) if frames else []


class Transcriber(Labeler):
    """Sound to text."""

    @abstractmethod
    def transcribe(self, audio: AudioRef) -> Transcript:
        """The transcript of one video's sound.

        Raises:
            MediaError: this sound cannot be transcribed; the video becomes a failure.
        """


class BatchTranscriber(BatchLabeler[AudioRef, PieceT, ReadyT, LabelT], Transcriber):
    """A transcriber that hears windows of many videos in a batch."""

    @abstractmethod
    def joined(
        self, audio: AudioRef, pieces: Sequence[PieceT], labels: Sequence[LabelT]
    ) -> Transcript:
        """The transcript of one video, from its windows in order (none where there is no voice)."""

    def transcribe(self, audio: AudioRef) -> Transcript:
        pieces = self.pieces(audio)
        labels = [self.label([self.ready(piece)])[0] for piece in pieces]
        return self.joined(audio, pieces, labels)


@dataclass(frozen=True)
class BackendInfo:
    """A row of the table that error messages and `--help` are made from."""

    name: str
    kind: Literal["captions", "transcripts"]
    needs: str
    """What it needs to run: `nothing`, `a model download`, `a server`."""
    summary: str = field(default="")
