"""Command-line flags over a pipeline: what is given wins, what is not given stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.registry import resolve_auto
from spark_trainer.pipelines.graph import Pipeline, with_op, without
from spark_trainer.pipelines.ops import (
    Captions,
    Frames,
    Ingest,
    Manifest,
    Op,
    Scenes,
    Transcript,
)
from spark_trainer.pipelines.parameters import read_op

OpT = TypeVar("OpT", bound=Op)


@dataclass(frozen=True)
class Overrides:
    """The flags of `dataset build`; None = not given."""

    fps: float | None = None
    resolution: str | None = None
    fit: str | None = None
    at: str | None = None
    captions: Mapping[str, Any] = field(default_factory=dict)
    """By the names of the op's parameters; so are those below."""
    transcript: Mapping[str, Any] = field(default_factory=dict)
    scene_threshold: float | None = None
    motion_threshold: float | None = None
    smart_sampling: bool | None = None
    scene_detection: bool = True
    perceptual_hashing: bool | None = None
    provenance: bool | None = None
    min_duration_s: float | None = None
    max_duration_s: float | None = None


def apply_overrides(
    pipeline: Pipeline, wanted: Overrides, *, auto: bool
) -> tuple[Pipeline, list[str]]:
    """The pipeline with the flags applied, and what must be said aloud.

    Args:
        auto: choose the labellers where no flag names them (no pipeline file was given).

    Raises:
        UsageError: a flag's value is wrong, or its step is not in the pipeline.
    """
    labels, words = dict(wanted.captions), dict(wanted.transcript)
    said = []
    if auto and labels.get("backend") is None:
        labels["backend"] = resolve_auto("captions")
        said.append(
            f"captions: no --caption-backend given; using `{labels['backend']}`, "
            f"the best that works here"
        )
    if auto and words.get("backend") is None:
        words["backend"] = resolve_auto("transcripts")
        said.append(
            f"transcripts: no --transcription-backend given; using `{words['backend']}`, "
            f"the best that works here"
        )
    frames: dict[str, Any] = {
        "fps": wanted.fps,
        "fit": wanted.fit,
        "at": wanted.at,
        "motion_threshold": wanted.motion_threshold,
        "smart_sampling": wanted.smart_sampling,
        "perceptual_hashing": wanted.perceptual_hashing,
    }
    if wanted.resolution is not None:
        frames["resolution"] = _resolution(wanted.resolution)
    ingest = {"min_duration_s": wanted.min_duration_s, "max_duration_s": wanted.max_duration_s}
    if not wanted.scene_detection and pipeline.op(Scenes):
        pipeline = without(pipeline, "scenes")
    whole = {"resolution"} if wanted.resolution else set()
    pipeline = _changed(pipeline, Frames, frames, whole)
    pipeline = _changed(pipeline, Ingest, ingest)
    pipeline = _changed(pipeline, Captions, labels)
    pipeline = _changed(pipeline, Transcript, words)
    pipeline = _changed(pipeline, Scenes, {"threshold": wanted.scene_threshold})
    return _changed(pipeline, Manifest, {"provenance": wanted.provenance}), said


def _changed(
    pipeline: Pipeline,
    kind: type[OpT],
    values: dict[str, Any],
    even_none: set[str] = frozenset(),  # type: ignore[assignment]
) -> Pipeline:
    given = {k: v for k, v in values.items() if v is not None or k in even_none}
    if not given:
        return pipeline
    op = pipeline.op(kind)
    if op is None:
        flags = ", ".join(sorted(given))
        raise UsageError(f"the pipeline has no enabled step `{kind.op}`, so {flags} cannot be set")
    changed, mistakes = read_op(kind, {**op.model_dump(mode="json"), **given}, (kind.op,))
    if changed is None:
        name = mistakes[0].path[1]  # a union names its members behind it
        raise UsageError(f"{kind.op}.{name}: {mistakes[0].problem}")
    return with_op(pipeline, changed)


def _resolution(text: str) -> tuple[int, int] | None:
    if text == "source":
        return None
    match = re.fullmatch(r"(\d{1,5})[x,](\d{1,5})", text)
    if match is None:
        raise UsageError(f"--resolution {text!r}: WIDTHxHEIGHT such as 224x224, or `source`")
    return int(match[1]), int(match[2])
