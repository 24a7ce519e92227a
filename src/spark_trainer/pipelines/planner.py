"""From the steps that a user names to the stages that a machine runs: one decode for all.

All steps that want decoded media are fused into one pass over each file. The frames are then
committed in the order of the input, so that near-duplicates across the dataset do not depend on
which worker was faster; labels come after, since only kept frames are labelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from spark_trainer.core.canonical import digest
from spark_trainer.pipelines.graph import Pipeline
from spark_trainer.pipelines.ops import (
    Audio,
    Captions,
    Frames,
    Ingest,
    Manifest,
    Op,
    Scenes,
    Transcript,
)

Decode = Literal["every frame", "candidates", "keyframes", "nothing"]
"""Which pictures of a video are decoded."""

Place = Literal["worker processes", "main process", "worker processes or main process"]

OpT = TypeVar("OpT", bound=Op)

_LIGHT_BACKENDS = frozenset({"sidecar", "pocketsphinx", "none"})
"""Labellers with `runs_on = "workers"`, by name, so that a plan loads no labeller."""

_DECODE_WORDS: Mapping[Decode, str] = {
    "every frame": "pictures: every frame is decoded, once",
    "candidates": "pictures: candidates; frames that nothing refers to are skipped",
    "keyframes": "pictures: key frames only",
    "nothing": "pictures: none are decoded",
}


@dataclass(frozen=True)
class Stage:
    """One thing that runs, for showing."""

    title: str
    steps: tuple[str, ...]
    """Ids of the steps that it does, in topological order."""
    place: Place
    does: tuple[str, ...]
    """In words, a line each."""


@dataclass(frozen=True)
class Plan:
    """What the executor runs. None = that step does not run."""

    name: str
    ingest: Ingest
    manifest: Manifest
    frames: Frames | None
    audio: Audio | None
    scenes: Scenes | None
    captions: Captions | None
    transcript: Transcript | None
    scenes_guide_frames: bool
    """`frames` needs `scenes`: the first frame of every scene is kept."""
    decode: Decode
    stages: tuple[Stage, ...]

    @property
    def ops(self) -> tuple[Op, ...]:
        """The ops that run, in the order of SPEC.md."""
        every = (
            self.ingest,
            self.frames,
            self.audio,
            self.captions,
            self.transcript,
            self.scenes,
            self.manifest,
        )
        return tuple(op for op in every if op is not None)


def plan(pipeline: Pipeline) -> Plan:
    """Fuse a pipeline."""
    return Plan(
        name=pipeline.name,
        ingest=_present(pipeline, Ingest),
        manifest=_present(pipeline, Manifest),
        frames=pipeline.op(Frames),
        audio=pipeline.op(Audio),
        scenes=pipeline.op(Scenes),
        captions=pipeline.op(Captions),
        transcript=pipeline.op(Transcript),
        scenes_guide_frames=pipeline.feeds(Scenes, Frames),
        decode=_decode(pipeline),
        stages=tuple(_stages(pipeline)),
    )


def step_key(op: Op, input_keys: Sequence[str], extra: Mapping[str, object]) -> str:
    """SHA-256 that names one step's work on one input: equal keys, equal output.

    `extra` holds what decides the output besides input and settings: a labeller's identity, the
    hashes of companion files. JSON values only.
    """
    return digest(
        {
            "inputs": list(input_keys),
            "op": op.op,
            "version": op.version,
            "params": op.model_dump(mode="json"),
            "extra": dict(extra),
        }
    )


def _present(pipeline: Pipeline, kind: type[OpT]) -> OpT:
    op = pipeline.op(kind)
    if op is None:
        raise AssertionError(f"a checked pipeline has `{kind.op}`")
    return op


def _decode(pipeline: Pipeline) -> Decode:
    frames = pipeline.op(Frames)
    if pipeline.op(Scenes) is not None:
        return "every frame"
    if frames is None:
        return "nothing"
    return "keyframes" if frames.at == "keyframes" else "candidates"


def _stages(pipeline: Pipeline) -> list[Stage]:
    stages = [_media_pass(pipeline)]
    if frames := pipeline.op(Frames):
        stages.append(_commit(pipeline, frames))
    if labels := _ids(pipeline, Captions, Transcript):
        stages.append(_labels(pipeline, labels))
    does = ("one JSON line a video, in a fixed order", "dataset.json")
    stages.append(Stage("manifest", _ids(pipeline, Manifest), "main process", does))
    return stages


def _media_pass(pipeline: Pipeline) -> Stage:
    fused = tuple(
        step.id
        for step in pipeline.enabled
        if step.op.decodes != "no" or isinstance(step.op, Ingest)
    )
    sound = "once, to 16 kHz mono" if pipeline.op(Audio) else "not decoded"
    does = (
        "one pass over each file: header, subtitles, SHA-256",
        _DECODE_WORDS[_decode(pipeline)],
        f"sound: {sound}",
    )
    return Stage("media pass", fused, "worker processes", does)


def _commit(pipeline: Pipeline, frames: Frames) -> Stage:
    search = (
        "near-duplicates across the dataset are dropped, in the order of the input"
        if frames.perceptual_hashing
        else "frames are taken over in the order of the input; no search for duplicates"
    )
    return Stage("commit", _ids(pipeline, Frames), "main process", (search,))


def _labels(pipeline: Pipeline, steps: tuple[str, ...]) -> Stage:
    labellers = [op for op in (pipeline.op(Captions), pipeline.op(Transcript)) if op is not None]
    does = [_labeller(op) for op in labellers]
    if len(labellers) > 1:
        does.append("the two may overlap")
    light = {op.backend in _LIGHT_BACKENDS for op in labellers}
    place: Place = (
        "worker processes or main process"
        if len(light) > 1
        else "worker processes"
        if light == {True}
        else "main process"
    )
    return Stage("labels", steps, place, tuple(does))


def _labeller(op: Captions | Transcript) -> str:
    if op.backend == "none":
        return f"{op.op}: none, nothing runs"
    if op.backend in _LIGHT_BACKENDS:
        return f"{op.op}: {op.backend}, in the worker processes, a video at a time"
    if isinstance(op, Captions):
        if op.backend == "openai":
            return f"{op.op}: openai, by a server, many frames at once"
        size = "as many frames as fit" if op.batch_size == "auto" else f"{op.batch_size} frames"
        return f"{op.op}: {op.backend}, in one place, {size} a batch over all videos"
    return f"{op.op}: {op.backend}, in one place, windows of speech of all videos in a batch"


def _ids(pipeline: Pipeline, *kinds: type[Op]) -> tuple[str, ...]:
    return tuple(step.id for step in pipeline.enabled if isinstance(step.op, kinds))
