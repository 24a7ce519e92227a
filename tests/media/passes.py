"""Media passes in one line, for tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

from spark_trainer.media.media_pass import MediaPass
from spark_trainer.media.settings import Fit, FrameSettings, PassSettings, Rules, SceneSettings

EVERYTHING = Rules(False, 0.3, False, 8, 2)
"""Keeps every candidate."""


def frame_settings(
    fps: float = 1.0,
    at: Literal["rate", "keyframes"] = "rate",
    resolution: tuple[int, int] | None = (224, 224),
    fit: Fit = "stretch",
    rules: Rules = EVERYTHING,
) -> FrameSettings:
    return FrameSettings(fps, at, resolution, fit, 92, rules)


def run_pass(
    path: Path,
    frames: FrameSettings | None = None,
    *,
    scenes: bool = False,
    audio: bool = False,
    **more: Any,
) -> tuple[dict[str, Any], Path]:
    """The result of a pass, and the folder of what it staged."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found = SceneSettings(27.0, 0.6) if scenes else None
    settings = PassSettings(frames=frames, scenes=found, audio=audio, **more)
    return MediaPass(path, folder, settings).run(), folder


def times(result: dict[str, Any]) -> list[float]:
    return [f["time"] for f in result["frames"]["kept"]]
