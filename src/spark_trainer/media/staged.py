"""The kept frames of one video, named and made durable in its staging folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import fsync_folder
from spark_trainer.media.selection import Dropped, Kept


def frame_name(number: int) -> str:
    """Name of the n-th kept frame, from 1."""
    return f"frame_{number:06d}.jpg"


def stage_frames(
    staging: Path,
    kept: Sequence[Kept],
    dropped: Sequence[Dropped],
    candidate_path: Callable[[int], Path],
) -> dict[str, Any]:
    """Move kept candidates to `staging/frames/`, delete the rest; returns the records as JSON."""
    folder = staging / "frames"
    folder.mkdir()
    records = []
    for number, frame in enumerate(kept, 1):
        path = folder / frame_name(number)
        candidate_path(frame.candidate).rename(path)
        records.append(
            {
                "file": path.name,
                "time": frame.time_s,
                "hash": frame.look.hash if frame.look else None,
                "mean_rgb": list(frame.look.mean_rgb) if frame.look else None,
                "motion": None if frame.motion is None else round(frame.motion, 6),
                "sha256": durable_sha256(path),
            }
        )
    fsync_folder(folder)
    shutil.rmtree(staging / "candidates", ignore_errors=True)
    return {"kept": records, "dropped": [_dropped_record(d) for d in dropped]}


def _dropped_record(frame: Dropped) -> dict[str, Any]:
    return {
        "time": frame.time_s,
        "reason": frame.reason,
        "motion": None if frame.motion is None else round(frame.motion, 6),
        "like": frame.like,
    }


def durable_sha256(path: Path) -> str:
    """Fsync a file that was just written; returns its SHA-256, 64 hex digits."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()
