"""The chain of step keys: each names all that decided a step's result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.canonical import digest
from spark_trainer.media.settings import FrameSettings, PassSettings, Rules, SceneSettings
from spark_trainer.pipelines.ops import Frames
from spark_trainer.pipelines.planner import Plan, step_key


@dataclass(frozen=True)
class MediaKeys:
    """Keys of the steps that read media; None where the plan leaves a step out."""

    ingest: str
    scenes: str | None
    frames: str | None
    audio: str | None


@dataclass(frozen=True)
class Needs:
    """Which media steps of a video are still to do."""

    ingest: bool = True
    scenes: bool = True
    frames: bool = True
    audio: bool = True

    def __bool__(self) -> bool:
        return self.ingest or self.scenes or self.frames or self.audio


def all_needs(plan: Plan) -> Needs:
    """Everything that the plan reads from media."""
    return Needs(True, plan.scenes is not None, plan.frames is not None, plan.audio is not None)


def media_keys(plan: Plan, sha256: str) -> MediaKeys:
    """The keys for a source. The filters of ingest choose videos; they do not change results.

    What is decoded decides what damage is found, so it is part of the key of ingest.
    """
    ingest = digest(["ingest", plan.ingest.version, plan.decode, plan.audio is not None, sha256])
    source = digest(["source", sha256])
    scenes = step_key(plan.scenes, [source], {}) if plan.scenes else None
    frames = None
    if plan.frames:
        guide = [scenes] if scenes and plan.scenes_guide_frames else []
        frames = step_key(plan.frames, [source, *guide], {})
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


def frame_settings(op: Frames) -> FrameSettings:
    """The frames op as the media pass takes it."""
    return FrameSettings(
        fps=op.fps,
        at=op.at,
        resolution=op.resolution,
        fit=op.fit,
        jpeg_quality=op.jpeg_quality,
        rules=Rules(
            smart_sampling=op.smart_sampling,
            motion_threshold=op.motion_threshold,
            hashing=op.perceptual_hashing,
            hash_size=op.hash_size,
            duplicate_distance=op.duplicate_distance,
        ),
    )


def pass_settings(plan: Plan, needs: Needs, known_scenes: tuple[float, ...] | None) -> PassSettings:
    """What one pass is told: those steps of the plan that are still to do."""
    scenes = plan.scenes if needs.scenes else None
    return PassSettings(
        frames=frame_settings(plan.frames) if needs.frames and plan.frames else None,
        scenes=SceneSettings(scenes.threshold, scenes.min_scene_s) if scenes else None,
        audio=needs.audio,
        known_scenes=known_scenes,
        scenes_guide_frames=plan.scenes_guide_frames,
        min_duration_s=plan.ingest.min_duration_s,
        max_duration_s=plan.ingest.max_duration_s,
    )
