"""One training of the digits benchmark: `apotheon-tiny` from random weights."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.cli.training_progress import line_of
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.registry import template
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon_data.augment import Augment, Media
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainer, ApotheonTrainingConfig

EVERYTHING = ("text", "image", "audio", "video")
SOUND = ("text", "audio")


@dataclass(frozen=True)
class Run:
    folder: Path
    steps: int
    processor_s: float
    wall_s: float
    modalities: tuple[str, ...]


def train(
    name: str,
    folder: Path,
    dataset: Path,
    steps: int,
    *,
    sound: bool = False,
    augment: Augment | None = None,
) -> Run:
    """Train, or go on; a run that is through is taken as it is.

    Args:
        sound: without pictures and captions, for what is asked of voices alone.
        augment: what is done to each sample, see `other_hand` and `other_voice`.
    """
    modalities = SOUND if sound else EVERYTHING
    known = folder / "benchmark.json"
    if known.exists():
        spent = json.loads(known.read_text())
        return Run(folder, steps, spent["processor_s"], spent["wall_s"], modalities)
    mapping = template("apotheon-tiny")
    mapping["data"]["max_frames"] = 2
    mapping["curriculum"] = {
        "stages": [{"name": name, "epochs": [0, None], "modalities": list(modalities)}]
    }
    config = ApotheonTrainingConfig(
        manifest_path=dataset,
        output_dir=folder,
        num_epochs=1000,
        max_steps=steps,
        batch_size=32,
        gradient_accumulation_steps=1,
        learning_rate=1e-3,
        weight_decay=0.05,
        warmup_share=0.05,
        mixed_precision="no",
        val_share=0.03,
        test_share=0.0,
        evaluate_every=500,
        checkpoint_every=200,
        resume="auto",
    )
    checked = read_config({**mapping, "training": {**mapping["training"], "num_epochs": 1000}})
    model = build_model(checked, config)
    print(f"\n{name}:", flush=True)
    began_s, wall_s = time.process_time(), time.perf_counter()
    trainer = ApotheonTrainer(
        model,
        config,
        template_name="apotheon-tiny",
        augment=augment,
        listeners=[_show],
    )
    done = trainer.train()
    spent = {
        "processor_s": time.process_time() - began_s,
        "wall_s": time.perf_counter() - wall_s,
    }
    known.write_text(json.dumps(spent))
    return Run(folder, done.steps, modalities=modalities, **spent)


def other_hand(media: Media, rng: np.random.Generator) -> Media:
    """The same digits turned by up to 12 degrees, 15 % larger or smaller, and moved by up to 6
    pixels; all pictures of a clip alike, so that its motion stays."""
    turn = np.deg2rad(rng.uniform(-12, 12))
    scale = rng.uniform(0.85, 1.15)
    moved_xy = rng.uniform(-6, 6, 2)
    squares = [_turned(square, turn, scale, moved_xy) for square in media.squares_FHWC]
    return replace(media, squares_FHWC=np.stack(squares)) if squares else media


def _turned(
    picture_HWC: NDArray[np.uint8], turn: float, scale: float, moved_xy: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """About its middle; what comes in from outside is black."""
    side_px = len(picture_HWC)
    back = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) / scale
    middle = np.full(2, side_px / 2)
    offset = middle - back @ (middle + moved_xy)
    rows = (*back[0], offset[0], *back[1], offset[1])
    turned = Image.fromarray(picture_HWC).transform(
        (side_px, side_px), Image.Transform.AFFINE, rows, Image.Resampling.BILINEAR
    )
    return np.asarray(turned)


def other_voice(media: Media, rng: np.random.Generator) -> Media:
    """The same word in another voice: faster or slower and so higher or lower, sooner or later,
    louder or softer, with a little noise."""
    from scipy.signal import resample_poly

    sound_S = media.sound_S
    if not len(sound_S):
        return media
    percent = int(rng.integers(80, 126))
    sound_S = resample_poly(sound_S, 100, percent)[: len(media.sound_S)].astype(np.float32)
    early = int(rng.integers(0, 1600))
    sound_S = np.concatenate([np.zeros(early, np.float32), sound_S])[: len(media.sound_S)]
    loud = np.float32(10 ** (rng.uniform(-6, 6) / 20))
    noise_S = rng.normal(0, 10 ** rng.uniform(-4, -2.3), len(sound_S)).astype(np.float32)
    return replace(media, sound_S=np.clip(sound_S * loud + noise_S, -1, 1))


def _show(event: Mapping[str, Any]) -> None:
    if event["event"] != "step" or event["step"] % 50 == 0:
        line = line_of(event)
        if line:
            print(f"  {line}", flush=True)
