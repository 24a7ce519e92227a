"""The chain of step keys: each names all that decided a step's result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.canonical import digest
from spark_trainer.media.media_settings import PassSettings, frame_settings, scene_settings
from spark_trainer.pipelines.planner import Plan, step_key


@dataclass(frozen=True)
class MediaKeys:
    """Keys of the steps that read media; None where the plan leaves a step out."""

    ingest: str
    scenes: str | None
    frames: str | None
    audio: str | None


def media_keys(plan: Plan, sha256: str) -> MediaKeys:
    """The keys for a source. The filters of ingest choose videos; they do not change results."""
    ingest = digest(["ingest", plan.ingest.version, plan.decode, sha256])
    source = digest(["source", sha256])
    scenes = step_key(plan.scenes, [source], {}) if plan.scenes else None
    frames = None
    if plan.frames:
        frames = step_key(plan.frames, [source, *([scenes] if scenes else [])], {})
    audio = step_key(plan.audio, [source], {}) if plan.audio else None
    return MediaKeys(ingest, scenes, frames, audio)


def label_key(
    op: Any, inputs: Sequence[str], identity: Mapping[str, Any], companions: Mapping[str, str]
) -> str:
    """The key of a label step: its input, the model and its settings, the files beside the video.

    The op's own parameters do not enter: what of them matters, the labeller says in `identity`, and
    a batch size does not change a caption.
    """
    return digest(
        {
            "op": op.op,
            "version": op.version,
            "inputs": list(inputs),
            "identity": dict(identity),
            "companions": dict(companions),
        }
    )


def pass_settings(
    plan: Plan,
    *,
    threads: int,
    frames: bool,
    scenes: bool,
    audio: bool,
    known_scenes: tuple[float, ...] | None,
) -> PassSettings:
    """What one pass is told: those steps of the plan that are still to do."""
    return PassSettings(
        frames=frame_settings(plan.frames) if frames and plan.frames else None,
        scenes=scene_settings(plan.scenes) if scenes and plan.scenes else None,
        audio=audio,
        known_scenes=known_scenes,
        min_duration_s=plan.ingest.min_duration_s,
        max_duration_s=plan.ingest.max_duration_s,
        threads=threads,
    )
