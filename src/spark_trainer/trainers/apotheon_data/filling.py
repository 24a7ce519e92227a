"""Fills the cache of features: each picture and sound goes through its encoder once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn

from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.inputs import normalise
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Part
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.features import (
    FeatureStore,
    Stored,
    content_of_frame,
    content_of_sound,
)
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError
from spark_trainer.trainers.apotheon_data.reading import MediaReader


@dataclass
class Filled:
    """What a filling did, in pictures and sounds."""

    found: int = 0
    computed: int = 0
    damaged: int = 0
    """Of those computed: a damaged file was there."""
    broken: int = 0
    """Samples with a file that cannot be read."""


Say = Callable[[str], None]
Compute = Callable[[], Stored]


@torch.inference_mode()
def fill(
    model: ApotheonMultiModalModel,
    dataset: ApotheonMultiModalDataset,
    store: FeatureStore,
    *,
    say: Say,
    rank: int = 0,
    ranks: int = 1,
) -> Filled:
    """Compute what the cache does not hold yet, or not whole, one sample at a time.

    Args:
        say: is told of damaged files and broken samples, a line each.
        rank: takes every `ranks`-th sample.

    Raises:
        OutputError: the cache cannot be written.
    """
    done = Filled()
    for index in range(rank, len(dataset), ranks):
        try:
            for part, content, compute in _wanted(model, dataset, store, index):
                _ensure(store, part, content, compute, done, say)
        except BrokenSampleError as e:
            done.broken += 1
            say(f"video {printable(dataset.facts(index).id)}: no features: {e}")
    return done


def _ensure(
    store: FeatureStore, part: Part, content: str, compute: Compute, done: Filled, say: Say
) -> None:
    if store.has(part, content):
        try:
            store.load(part, content)
        except BrokenSampleError as e:
            done.damaged += 1
            say(f"{e} (done now)")
        else:
            done.found += 1
            return
    store.save(part, content, compute())
    done.computed += 1


def _wanted(
    model: ApotheonMultiModalModel,
    dataset: ApotheonMultiModalDataset,
    store: FeatureStore,
    index: int,
) -> Iterator[tuple[Part, str, Compute]]:
    """Everything of a sample that an epoch may show, and how it is computed."""
    facts, read, windows = dataset.facts(index), dataset.reader, dataset.size(index).windows
    if "vision_encoder" in store.parts:
        for frame in dataset.frames_ever(index):
            content = content_of_frame(read, facts, frame)
            yield "vision_encoder", content, partial(_see, model, read, facts, frame)
    if "audio_encoder" in store.parts and windows:
        content = content_of_sound(read, facts, windows)
        yield "audio_encoder", content, partial(_hear, model, read, facts, windows)


def _see(model: ApotheonMultiModalModel, read: MediaReader, facts: Facts, frame: int) -> Stored:
    tower = model.vision_encoder
    pixels_NCHW = normalise(read.squares(facts, [frame])).to(_device(tower))
    return {"features": tower.features(pixels_NCHW)}


def _hear(model: ApotheonMultiModalModel, read: MediaReader, facts: Facts, windows: int) -> Stored:
    tower, cut = model.audio_encoder, read.windows(facts, windows)
    mels_WMK = torch.stack([torch.tensor(window.mel_MK) for window in cut]).to(_device(tower))
    return {
        "features": tower.features(mels_WMK),
        "starts_s": torch.tensor([window.start_s for window in cut], dtype=torch.float64),
        "lengths_s": torch.tensor([window.length_s for window in cut], dtype=torch.float64),
    }


def _device(tower: nn.Module) -> torch.device:
    return next(tower.parameters()).device
