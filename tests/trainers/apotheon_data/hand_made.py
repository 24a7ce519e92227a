"""A dataset folder written by hand: what each video has can be said in one line."""

from __future__ import annotations

import json
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tests.models.apotheon.small import TOKENIZER, small_template

from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset

BUDGET = Budget(frames=16, windows=24, tokens=400, samples=4)


@dataclass(frozen=True)
class Video:
    """Its pictures and sound follow from its name."""

    name: str
    frames: int = 1
    sound_s: float = 0.5
    caption: str | None = "a cat"
    captions: Sequence[str | None] = ()
    transcript: str | None = "meow"
    split: str | None = None


def write_dataset(folder: Path, videos: Sequence[Video], *, older: bool = False) -> Path:
    """The folder, with a manifest; `older` without the names, times and hashes of frames."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_line(folder, number, video, older) for number, video in enumerate(videos)]
    (folder / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def _line(folder: Path, number: int, video: Video, older: bool) -> dict[str, Any]:
    place = folder / "aa" / video.name
    (place / "frames").mkdir(parents=True)
    random = np.random.default_rng(number)
    frames = [f"frame_{n + 1:06d}.jpg" for n in range(video.frames)]
    for name in frames:
        picture = random.integers(0, 256, (20, 24, 3), np.uint8)
        Image.fromarray(picture).save(place / "frames" / name, quality=95)
    if video.sound_s:
        write_wav(place / "audio.wav", random.normal(0, 3000, round(video.sound_s * 16000)))
    meta: dict[str, Any] = {
        "source_path": f"../{video.name}.mp4",
        "duration": max(video.sound_s, video.frames * 0.5),
        "num_frames": video.frames,
        "caption": video.caption,
        "all_captions": list(video.captions) or [video.caption] * video.frames,
        "transcript": video.transcript,
        "scenes": [],
    }
    if video.split is not None:
        meta["split"] = video.split
    if not older:
        meta["frames"] = [
            {"file": name, "time": n * 0.5, "sha256": f"{video.name}/{n}"}
            for n, name in enumerate(frames)
        ]
    audio = f"aa/{video.name}/audio.wav" if video.sound_s else None
    return {
        "id": video.name,
        "frames_dir": f"aa/{video.name}/frames",
        "audio": audio,
        "meta": meta,
    }


def write_wav(path: Path, values: np.ndarray, rate_hz: int = 16000) -> None:
    with wave.open(str(path), "wb") as wav:
        wav.setparams((1, 2, rate_hz, 0, "NONE", ""))
        wav.writeframes(values.astype("<i2").tobytes())


def dataset(folder: Path, **kwargs: Any) -> ApotheonMultiModalDataset:
    """The folder as the small model of `tests.models.apotheon.small` takes it."""
    return ApotheonMultiModalDataset(folder, TOKENIZER, small_template(), **kwargs)


def mixed(count: int) -> list[Video]:
    """Videos that miss different things, with texts of different lengths."""
    return [
        Video(
            name=f"v{n:03d}",
            frames=(3, 1, 0, 6)[n % 4],
            sound_s=(0.5, 0.0, 0.9)[n % 3],
            caption=None if n % 5 == 4 else "a cat " * (1 + n % 4),
            transcript=None if n % 7 == 6 else "meow",
        )
        for n in range(count)
    ]
