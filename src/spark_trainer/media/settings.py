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
