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
from scipy.ndimage import affine_transform
from scipy.signal import resample_poly

from spark_trainer.cli.training_progress import line_of
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.registry import template
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon_data.augment import Augment, Media
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainer, ApotheonTrainingConfig

EVERYTHING = ("text", "image", "audio", "video")
SOUND = ("text", "audio")
ROAM_PX, LATE = 2.0, 1920
"""Pixels each way, and samples of sound: how far `nearby` moves things."""
FIRST_EPOCHS = 4
"""Pictures and captions alone: they need more steps than sound does, and these take a third."""


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
        augment: `nearby`, or `other_voice`.

    Raises:
        SystemExit: it was asked to stop; the next call goes on.
    """
    modalities = SOUND if sound else EVERYTHING
    known = folder / "benchmark.json"
    if known.exists():
        spent = json.loads(known.read_text())
        return Run(folder, steps, spent["processor_s"], spent["wall_s"], modalities)
    mapping = template("apotheon-tiny")
    mapping["data"]["max_frames"] = 2
    mapping["curriculum"] = {"stages": _stages(sound=sound)}
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
        evaluate_every=200,
        checkpoint_every=200,
        resume="auto",
    )
    checked = read_config({**mapping, "training": {**mapping["training"], "num_epochs": 1000}})
    model = build_model(checked, config)
    print(f"\n{name}:", flush=True)
    clock = _Clock(folder / "clock.json")
    trainer = ApotheonTrainer(
        model,
        config,
        template_name="apotheon-tiny",
        augment=augment,
        listeners=[_show, clock],
    )
    done = trainer.train()
    if not done.finished:
        raise SystemExit("stopped; the same command goes on")
    known.write_text(json.dumps(clock.spent()))
    return Run(folder, done.steps, modalities=modalities, **clock.spent())


def _stages(*, sound: bool) -> list[dict[str, Any]]:
    if sound:
        return [{"name": "sound", "epochs": [0, None], "modalities": list(SOUND)}]
    pictures = {"epochs": [0, FIRST_EPOCHS], "modalities": ["text", "image"]}
    return [
        {"name": "pictures first", **pictures},
        {"name": "everything", "epochs": [FIRST_EPOCHS, None], "modalities": list(EVERYTHING)},
    ]


class _Clock:
    """What a run cost, with what it cost before it was interrupted.

    Kept at each checkpoint, for a run goes on from there; with evaluations and checkpoints.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._before = json.loads(kept.read_text()) if kept.exists() else {}
        self._processor_s, self._wall_s = time.process_time(), time.perf_counter()

    def spent(self) -> dict[str, float]:
        return {
            "processor_s": time.process_time()
            - self._processor_s
            + self._before.get("processor_s", 0.0),
            "wall_s": time.perf_counter() - self._wall_s + self._before.get("wall_s", 0.0),
        }

    def __call__(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "checkpoint":
            self._kept.write_text(json.dumps(self.spent()))


def nearby(media: Media, rng: np.random.Generator) -> Media:
    """Pictures a little turned, sheared, larger or smaller and elsewhere; sound up to 0.12 s later.

    Half of `load_digits` has the handwriting of half of its writers: without this, test pictures
    are read worse than the support vector machine reads them.
    """
    matrix_22, middle_2 = _nearly_the_same(rng), np.array(media.squares_FHWC.shape[1:3]) / 2 - 0.5
    offset_2 = middle_2 - matrix_22 @ middle_2 + rng.uniform(-ROAM_PX, ROAM_PX, 2)
    squares_FHWC = np.empty_like(media.squares_FHWC)
    for old_HWC, new_HWC in zip(media.squares_FHWC, squares_FHWC, strict=True):
        for channel in range(3):
            new_HWC[..., channel] = affine_transform(
                old_HWC[..., channel], matrix_22, offset_2, order=1
            )
    late_S = np.zeros(int(rng.integers(0, LATE)), np.float32)
    sound_S = np.concatenate([late_S, media.sound_S]) if len(media.sound_S) else media.sound_S
    return Media(squares_FHWC, sound_S)


def _nearly_the_same(rng: np.random.Generator) -> NDArray[np.float64]:
    """A map of the plane: up to 11 degrees, 12 % in size each way, and 0.15 of shear."""
    angle, shear = rng.uniform(-0.2, 0.2), rng.uniform(-0.15, 0.15)
    turn_22 = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn_22 @ np.diag(np.exp(rng.uniform(-0.12, 0.12, 2))) @ np.array([[1, shear], [0, 1]])


def other_voice(media: Media, rng: np.random.Generator) -> Media:
    """The same word in another voice: faster or slower and so higher or lower, sooner or later,
    louder or softer, with a little noise."""
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
