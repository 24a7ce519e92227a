"""What a media pass is told. Plain values: the parent process needs no media library for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fit = Literal["stretch", "pad", "crop"]


@dataclass(frozen=True)
class Rules:
    """What decides which candidates are kept; see pipelines.ops.Frames for ranges and effects."""

    smart_sampling: bool
    motion_threshold: float
    hashing: bool
    hash_size: int
    duplicate_distance: int


@dataclass(frozen=True)
class FrameSettings:
    """Candidates and their pictures; see pipelines.ops.Frames."""

    fps: float
    at: Literal["rate", "keyframes"]
    resolution: tuple[int, int] | None
    fit: Fit
    jpeg_quality: int
    rules: Rules


@dataclass(frozen=True)
class SceneSettings:
    """See pipelines.ops.Scenes."""

    threshold: float
    min_scene_s: float


def wrong_length(claimed_s: float, least_s: float, most_s: float | None) -> str | None:
    """Why a video is left out by the length in its header; an unknown length (0) passes."""
    if 0 < claimed_s < least_s:
        return f"{claimed_s:.3f} s is under min_duration_s {least_s:g}"
    if most_s is not None and claimed_s > most_s:
        return f"{claimed_s:.3f} s is over max_duration_s {most_s:g}"
    return None


@dataclass(frozen=True)
class PassSettings:
    """What the pass is to make. `None` or False leaves a part out."""

    frames: FrameSettings | None = None
    scenes: SceneSettings | None = None
    audio: bool = False
    known_scenes: tuple[float, ...] | None = None
    """Scene starts in seconds from an earlier pass, where `scenes` is None."""
    scenes_guide_frames: bool = True
    """The first candidate of every scene is kept."""
    min_duration_s: float = 0.0
    max_duration_s: float | None = None
