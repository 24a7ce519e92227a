"""A manifest of made-up lines, as many as wanted, for `entries.py`: its media do not exist."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

WORDS = "red blue car dog cat tree house sea bird boat man woman child runs sleeps a the on".split()
SIZES = ((640, 360), (1280, 720), (1920, 1080), (1080, 1920), (3840, 2160))
RATES = (23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 60.0)
BUILT = datetime(2026, 11, 1, tzinfo=UTC).timestamp()


def lines(count: int) -> Iterator[bytes]:
    """Lines of a manifest, always the same; `number7` is in the caption of the eighth alone."""
    dice = random.Random(0)
    for number in range(count):
        value = _entry(number, count, dice)
        yield json.dumps(value, separators=(",", ":")).encode() + b"\n"


def write_dataset(folder: Path, count: int) -> Path:
    """A dataset folder that the server takes; its manifest."""
    folder.mkdir(parents=True)
    card = {"counts": {"videos": count}, "files": {}, "settings": {}}
    (folder / "dataset.json").write_text(json.dumps(card))
    manifest = folder / "manifest.jsonl"
    with manifest.open("wb") as stream:
        stream.writelines(lines(count))
    return manifest


def _entry(number: int, count: int, dice: random.Random) -> dict[str, Any]:
    hashed = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
    duration = round(dice.uniform(1, 600), 3)
    frames = dice.randrange(1, 6)
    width, height = dice.choice(SIZES)
    caption = f"{' '.join(dice.choices(WORDS, k=dice.randrange(4, 12)))} number{number}"
    speaks = dice.random() < 0.5
    edited = {"edited": [number % 1000 + 1]} if dice.random() < 0.01 else {}
    return {
        "audio": f"{hashed[:2]}/{hashed}/audio.wav" if dice.random() < 0.5 else None,
        "frames_dir": f"{hashed[:2]}/{hashed}/frames",
        "id": hashed,
        "meta": {
            "aliases": [],
            "all_captions": [caption, *[None] * (frames - 1)],
            "caption": caption,
            "cues": [],
            "damage": {"frames": 3} if dice.random() < 0.01 else None,
            "doubts": [],
            "dropped": [_dropped(n, dice) for n in range(dice.randrange(8))],
            "duration": duration,
            "frames": [_frame(n, dice) for n in range(frames)],
            "language": dice.choice(("en", "de", "fr")) if speaks else None,
            "notes": [],
            "num_frames": frames,
            "provenance": {
                "processing_timestamp": datetime.fromtimestamp(BUILT + number, UTC).isoformat(),
                "source_hash": hashed * 4,
            },
            "scenes": _scenes(duration, dice.randrange(1, 8)),
            "segments": [],
            "source_path": f"../videos/clip{dice.randrange(count)}.mp4",
            "transcript": " ".join(dice.choices(WORDS, k=dice.randrange(60))) if speaks else None,
            "video_info": {
                "codec": dice.choice(("h264", "h264", "hevc", "av1", "vp9")),
                "container": dice.choice(("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")),
                "duration": duration,
                "fps": dice.choice(RATES),
                "height": height,
                "width": width,
            },
            "words": [],
            **edited,
        },
    }


def _scenes(duration: float, count: int) -> list[dict[str, float]]:
    cuts = [round(duration * n / count, 3) for n in range(count + 1)]
    return [{"end_time": end, "start_time": start} for start, end in pairwise(cuts)]


def _dropped(number: int, dice: random.Random) -> dict[str, Any]:
    return {"motion": round(dice.random(), 4), "reason": "still", "time": number * 0.5}


def _frame(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "file": f"frame_{number + 1:06}.jpg",
        "hash": f"{dice.getrandbits(64):064b}",
        "motion": round(dice.random(), 4),
        "sha256": f"{dice.getrandbits(256):064x}",
        "time": float(number),
    }
