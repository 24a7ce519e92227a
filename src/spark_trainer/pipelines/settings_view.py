"""Every setting of a plan as one flat mapping, as provenance and `dataset.json` record it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spark_trainer.pipelines.ops import Op
from spark_trainer.pipelines.planner import Plan


def provenance_config(plan: Plan, identities: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The settings by the names of SPEC.md section 1, the steps' own parameters, and the models.

    Nothing here depends on where or how fast the build ran: no path, no number of workers.
    """
    frames, scenes = plan.frames, plan.scenes
    captions, transcript = plan.captions, plan.transcript
    return {
        "fps": frames.fps if frames else None,
        "resolution": list(frames.resolution) if frames and frames.resolution else None,
        "caption_backend": captions.backend if captions else None,
        "caption_batch_size": captions.batch_size if captions else None,
        "transcription_backend": transcript.backend if transcript else None,
        "transcription_model_size": transcript.model_size if transcript else None,
        "enable_scene_detection": scenes is not None,
        "scene_threshold": scenes.threshold if scenes else None,
        "enable_smart_sampling": bool(frames and frames.smart_sampling),
        "motion_threshold": frames.motion_threshold if frames else None,
        "use_perceptual_hashing": bool(frames and frames.perceptual_hashing),
        "enable_provenance_tracking": plan.manifest.provenance,
        "steps": {op.op: _decisive(op) for op in plan.ops},
        "models": {step: dict(identity) for step, identity in identities.items()},
    }


def _decisive(op: Op) -> dict[str, Any]:
    """An op's parameters but those that say only how it runs, and those of other back ends."""
    values = op.model_dump(mode="json", exclude=set(op.only_how))
    unset = {name for name, value in values.items() if value is None and name in _OPTIONAL}
    return {name: value for name, value in values.items() if name not in unset}


_OPTIONAL = frozenset(
    {"model", "revision", "precision", "prompt", "max_new_tokens", "batch_size", "language"}
)
