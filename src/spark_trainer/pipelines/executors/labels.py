"""Captions and transcripts of committed videos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets.journal import Journal
from spark_trainer.datasets.store import Store
from spark_trainer.labelers.base import (
    AudioRef,
    BatchLabeler,
    BatchTranscriber,
    Captioner,
    Cue,
    FrameRef,
    Labeler,
    SubtitleTrack,
    Transcriber,
    VideoRef,
)
from spark_trainer.labelers.registry import build_captioner, build_transcriber, resolve
from spark_trainer.media.source import sha256_of
from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.lane import Joined
from spark_trainer.pipelines.executors.rows import caption_row, transcript_row
from spark_trainer.pipelines.executors.worker import Reply
from spark_trainer.pipelines.keys import label_key
from spark_trainer.pipelines.ops import Op
from spark_trainer.pipelines.planner import Plan

STEPS = ("captions", "transcript")

SECONDS_A_WINDOW = 30.0
"""Of sound: a guess at how many windows a video has, before any is cut."""


@dataclass(frozen=True)
class LabelTask:
    """A label step of one video: a call for a worker, or an order for the step's lane."""

    step: str
    key: str
    task: Callable[..., Reply] | None = None
    arguments: tuple[Any, ...] = ()
    asked: Any = None
    """What a BatchLabeler is asked, where `task` is None."""
    join: Joined | None = None
    size: int = 1


class Labels:
    """The plan's labellers, and the tasks that apply them to one video.

    Raises:
        BackendUnavailableError: a labeller cannot run here.
        UsageError: a labeller does not take one of its settings.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.captioner: Captioner | None = None
        self.transcriber: Transcriber | None = None
        self._caption_settings = _given(plan.captions)
        self._transcript_settings = _given(plan.transcript)
        if plan.captions:
            self.captioner = build_captioner(plan.captions.backend, **self._caption_settings)
        if plan.transcript:
            self.transcriber = build_transcriber(
                plan.transcript.backend, **self._transcript_settings
            )

    @property
    def by_step(self) -> dict[str, Labeler]:
        """The labellers there are, by the step that they do."""
        found = {"captions": self.captioner, "transcript": self.transcriber}
        return {step: labeler for step, labeler in found.items() if labeler is not None}

    def resolve(self) -> None:
        """Find weights and servers, before the first video is touched.

        Raises:
            BackendUnavailableError: they are not there.
        """
        if self.captioner is not None:
            resolve(self.captioner, "captions")
        if self.transcriber is not None:
            resolve(self.transcriber, "transcripts")

    def attach(self, store: Store, journal: Journal) -> None:
        """Say where frames and sounds lie; before `tasks`."""
        self._store, self._journal = store, journal
        self._identities = {
            step: {"backend": labeler.name, "version": labeler.version, **labeler.identity()}
            for step, labeler in self.by_step.items()
        }

    def identities(self) -> dict[str, dict[str, Any]]:
        """What the labellers say of themselves, by step; goes into keys and provenance."""
        return self._identities

    def load(self) -> None:
        """Load the models, or fail, before the first video is touched.

        Raises:
            BackendUnavailableError: a model cannot be loaded here.
        """
        for labeler in self.by_step.values():
            labeler.load()

    def companions(self, job: Job) -> list[Path]:
        """The files beside the video that any of the labellers reads."""
        found: dict[Path, None] = {}
        for labeler in self.by_step.values():
            found.update(dict.fromkeys(labeler.companions_of(job.found.path, job.found.siblings)))
        return list(found)

    def tasks(self, job: Job) -> list[LabelTask]:
        """The label steps of a committed video; their keys are noted in the job.

        Raises:
            MediaError: a file beside the video cannot be read.
        """
        assert job.keys is not None and job.sha256 is not None
        facts, held = self._journal.made(job.keys.ingest).result, self._journal.held(job.video)
        source = digest(["source", job.sha256])
        tasks = []
        if self.captioner is not None:
            tasks.append(self._caption_task(self.captioner, job, facts, held, source))
        if self.transcriber is not None:
            tasks.append(self._transcript_task(self.transcriber, job, facts, held, source))
        job.label_keys = {task.step: task.key for task in tasks}
        return tasks

    def _caption_task(
        self, captioner: Captioner, job: Job, facts: Any, held: Any, source: str
    ) -> LabelTask:
        frames = self._frames(job, held)
        video = self._video(job, facts, captioner)
        inputs = [source, digest([[sha, time_s] for _, time_s, sha in frames])]
        key = self._key("captions", self._plan.captions, inputs, video)
        if isinstance(captioner, BatchLabeler):
            refs = [FrameRef(Path(path), time_s, video) for path, time_s, _ in frames]

            def join(_: Sequence[Any], captions: Sequence[Any]) -> dict[str, Any]:
                return caption_row(captioner, video, len(refs), captions)

            return LabelTask("captions", key, asked=refs, join=join, size=len(refs))
        given = [(path, time_s) for path, time_s, _ in frames]
        told = (captioner.name, self._caption_settings, video, given)
        return LabelTask("captions", key, worker.caption_task, told)

    def _transcript_task(
        self, transcriber: Transcriber, job: Job, facts: Any, held: Any, source: str
    ) -> LabelTask:
        assert job.keys is not None
        video = self._video(job, facts, transcriber)
        sound = str(self._store.folder(job.video) / "audio.wav") if held["sound"] else None
        inputs = [source, str(job.keys.audio)]
        key = self._key("transcript", self._plan.transcript, inputs, video)
        if isinstance(transcriber, BatchTranscriber):
            audio = AudioRef(Path(sound) if sound else None, video)

            def join(pieces: Sequence[Any], labels: Sequence[Any]) -> dict[str, Any]:
                return transcript_row(transcriber.joined(audio, pieces, labels))

            size = 1 + int(video.duration_s / SECONDS_A_WINDOW)
            return LabelTask("transcript", key, asked=audio, join=join, size=size)
        asked = (transcriber.name, self._transcript_settings, video, sound)
        return LabelTask("transcript", key, worker.transcript_task, asked)

    def _key(self, step: str, op: Op | None, inputs: Sequence[str], video: VideoRef) -> str:
        return label_key(op, inputs, self._identities[step], _hashes(video.companions))

    def _video(self, job: Job, facts: dict[str, Any], labeler: Labeler) -> VideoRef:
        return VideoRef(
            id=job.video,
            source=job.found.path,
            duration_s=facts["info"]["duration"],
            subtitles=tuple(subtitle_track(t) for t in facts["subtitles"]),
            companions=tuple(labeler.companions_of(job.found.path, job.found.siblings)),
        )

    def _frames(self, job: Job, held: dict[str, Any]) -> list[tuple[str, float, str]]:
        """Path, time and hash of the video's frames in the store."""
        assert job.keys is not None
        if job.keys.frames is None:
            return []
        done = self._journal.made(job.keys.frames)
        records = {record["file"]: record for record in done.result["kept"]}
        folder = self._store.folder(job.video) / "frames"
        return [
            (str(folder / f"frame_{n:06d}.jpg"), records[old]["time"], records[old]["sha256"])
            for n, old in enumerate(held["files"], 1)
        ]


def _given(op: Op | None) -> dict[str, Any]:
    """An op's parameters as its back end takes them; what was left open, the back end decides."""
    values = op.model_dump(exclude={"backend"}) if op else {}
    return {name: value for name, value in values.items() if value is not None}


def subtitle_track(record: dict[str, Any]) -> SubtitleTrack:
    """A subtitle stream as the media pass recorded it, as labellers take it."""
    cues = tuple(Cue(start, end, text) for start, end, text in record["cues"])
    return SubtitleTrack(
        record["stream_index"], record["codec"], record["language"], record["default"], cues
    )


def _hashes(paths: tuple[Path, ...]) -> dict[str, str]:
    """Contents of the files beside a video, by number (the labeller's preference) and name.

    The name decides too: a labeller may give it as the source of a text.
    """
    found = {}
    for n, path in enumerate(paths):
        try:
            found[f"{n}:{portable(path.name)}"] = sha256_of(path)
        except MediaError as e:
            raise MediaError(e.code, f"{printable(path.name)}: {e}") from e
    return found
