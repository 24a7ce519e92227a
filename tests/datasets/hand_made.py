"""Small datasets written by hand: real JPEGs, a manifest, nothing that decodes a video."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from spark_trainer.datasets.manifest import Entry, write_lines


def entry(
    video: str = "ab12cd34ef567890",
    source: str = "../videos/sea.mp4",
    captions: Sequence[str | None] = ("a boat", None, "a boat at sea"),
    dropped: Sequence[tuple[float, str]] = ((1.0, "still"), (3.0, "duplicate")),
    **meta: Any,
) -> Entry:
    """An entry whose kept frames lie at even seconds; `meta` replaces any of its keys."""
    folder = f"{video[:2]}/{video}"
    base: dict[str, Any] = {
        "source_path": source,
        "duration": 6.0,
        "num_frames": len(captions),
        "caption": next((c for c in captions if c), None),
        "all_captions": list(captions),
        "transcript": "the boat is sailing",
        "language": "en",
        "scenes": [
            {"start_time": 0.0, "end_time": 2.5},
            {"start_time": 2.5, "end_time": 6.0},
        ],
        "video_info": {"duration": 6.0, "width": 640, "height": 360, "fps": 25.0, "codec": "h264"},
        "frames": [
            {
                "file": f"frame_{n + 1:06d}.jpg",
                "time": 2.0 * n,
                "hash": "01" * 32,
                "motion": None if n == 0 else 0.125,
                "sha256": "0" * 64,
            }
            for n in range(len(captions))
        ],
        "dropped": [{"time": at, "reason": why, "motion": 0.01} for at, why in dropped],
        "segments": [{"start": 0.5, "end": 2.0, "text": "the boat is sailing"}],
        "cues": [{"start": 0.0, "end": 2.5, "text": "a boat"}],
        "provenance": {
            "source_hash": video * 4,
            "processing_timestamp": "2026-01-02T03:04:05Z",
            "pipeline_version": "0.1.0",
            "config": {"fps": 1.0},
            "tools": {"av": "18.1.0"},
            "lineage": {
                "parent_hash": video * 4,
                "processing_steps": ["ingest", "frames"],
                "chain": [{"step": "ingest", "key": "1" * 64}, {"step": "frames", "key": "2" * 64}],
            },
        },
    }
    return Entry.model_validate(
        {
            "id": video,
            "frames_dir": f"{folder}/frames",
            "audio": f"{folder}/audio.wav",
            "meta": {**base, **meta},
        }
    )


def write_dataset(
    root: Path,
    entries: Sequence[Entry],
    failures: Sequence[dict[str, str]] = (),
    card: dict[str, Any] | None = None,
) -> Path:
    """A dataset folder with a red picture for every kept frame."""
    for one in entries:
        frames = root / one.frames_dir
        frames.mkdir(parents=True, exist_ok=True)
        for frame in one.meta.frames:
            Image.new("RGB", (224, 224), (200, 40, 40)).save(frames / frame.file)
    root.mkdir(parents=True, exist_ok=True)
    (root / "manifest.jsonl").write_bytes(b"".join(write_lines(entries)))
    lines = [json.dumps(row) + "\n" for row in failures]
    (root / "failures.jsonl").write_text("".join(lines), encoding="utf-8")
    if card is not None:
        (root / "dataset.json").write_text(json.dumps(card), encoding="utf-8")
    return root
