"""Captions and transcripts of committed videos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets.journal import Journal
from spark_trainer.datasets.store import Store
from spark_trainer.labelers.base import (
    Captioner,
    Cue,
    Labeler,
    SubtitleTrack,
    Transcriber,
    VideoRef,
)
from spark_trainer.labelers.registry import SIZED, build_captioner, build_transcriber
from spark_trainer.media.source import sha256_of
from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.worker import Reply
from spark_trainer.pipelines.keys import label_key
from spark_trainer.pipelines.planner import Plan

STEPS = ("captions", "transcript")


@dataclass(frozen=True)
class LabelTask:
    """A call that a worker is to make."""

    step: str
    key: str
    task: Callable[..., Reply]
    arguments: tuple[Any, ...]


class Labels:
    """The plan's labellers, and the tasks that apply them to one video.

    Raises:
        BackendUnavailableError: a labeller cannot run here.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.captioner: Captioner | None = None
        self.transcriber: Transcriber | None = None
        self._caption_settings: dict[str, Any] = {}
        self._transcript_settings: dict[str, Any] = {}
        if plan.captions:
            self.captioner = build_captioner(plan.captions.backend, **self._caption_settings)
        if plan.transcript:
            if plan.transcript.backend in SIZED:
                self._transcript_settings = {"model_size": plan.transcript.model_size}
            self.transcriber = build_transcriber(
                plan.transcript.backend, **self._transcript_settings
            )

    def attach(self, store: Store, journal: Journal) -> None:
        """Say where frames and sounds lie; before `tasks`."""
        self._store, self._journal = store, journal

    def identities(self) -> dict[str, dict[str, Any]]:
        """What the labellers say of themselves, by step; goes into keys and provenance."""
        found: dict[str, Labeler | None] = {
            "captions": self.captioner,
            "transcript": self.transcriber,
        }
        return {
            step: {"backend": labeler.name, "version": labeler.version, **labeler.identity()}
            for step, labeler in found.items()
            if labeler is not None
        }

    def load(self) -> None:
        """Load the models, or fail, before the first video is touched.

        Raises:
            BackendUnavailableError: a model cannot be loaded here.
        """
        for labeler in (self.captioner, self.transcriber):
            if labeler is not None:
                labeler.load()

    def companions(self, job: Job) -> list[Path]:
        """The files beside the video that any of the labellers reads."""
        found: dict[Path, None] = {}
        for labeler in (self.captioner, self.transcriber):
            if labeler is not None:
                found.update(
                    dict.fromkeys(labeler.companions_of(job.found.path, job.found.siblings))
                )
        return list(found)

    def tasks(self, job: Job) -> list[LabelTask]:
        """The label steps of a committed video; their keys are noted in the job.

        Raises:
            MediaError: a file beside the video cannot be read.
        """
        assert job.keys is not None and job.sha256 is not None
        facts, held = self._journal.made(job.keys.ingest), self._journal.held(job.video)
        source = digest(["source", job.sha256])
        tasks = []
        identities = self.identities()
        if self.captioner is not None and self._plan.captions is not None:
            frames = self._frames(job, held)
            video = self._video(job, facts.result, self.captioner)
            inputs = [source, digest([[sha, time_s] for _, time_s, sha in frames])]
            key = label_key(
                self._plan.captions, inputs, identities["captions"], _hashes(video.companions)
            )
            given = [(path, time_s) for path, time_s, _ in frames]
            told = (self.captioner.name, self._caption_settings, video, given)
            tasks.append(LabelTask("captions", key, worker.caption_task, told))
        if self.transcriber is not None and self._plan.transcript is not None:
            video = self._video(job, facts.result, self.transcriber)
            sound = str(self._store.folder(job.video) / "audio.wav") if held["sound"] else None
            key = label_key(
                self._plan.transcript,
                [source, str(job.keys.audio)],
                identities["transcript"],
                _hashes(video.companions),
            )
            asked = (self.transcriber.name, self._transcript_settings, video, sound)
            tasks.append(LabelTask("transcript", key, worker.transcript_task, asked))
        job.label_keys = {task.step: task.key for task in tasks}
        return tasks

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
