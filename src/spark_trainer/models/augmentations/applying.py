"""A preset on a clip. Chance follows from (seed, epoch, sample, place of the operation) alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from spark_trainer.media.augment.clip import Clip
from spark_trainer.media.augment.mel import Mel
from spark_trainer.models.augmentations.operation import Drawn, MelOperation
from spark_trainer.models.augmentations.preset import Preset

Streams = Callable[[int], np.random.Generator]
"""The random numbers of an operation, by its place in the preset from 0."""


@dataclass(frozen=True)
class Done:
    """An operation that was applied, and how."""

    operation: str
    place: int
    """In the preset, from 0."""
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Applied:
    """A clip after a preset."""

    clip: Clip
    done: tuple[Done, ...]


def key_of(seed: int, epoch: int, sample_id: str | int) -> bytes:
    """What the random numbers of a sample in an epoch follow from."""
    text = f"{seed}/{epoch}/{sample_id}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def streams_of(key: bytes) -> Streams:
    """Random numbers that no other place, and nothing that ran before, has a part in."""

    def stream(place: int) -> np.random.Generator:
        digest = hashlib.blake2b(place.to_bytes(4), key=key, digest_size=16).digest()
        return np.random.default_rng(int.from_bytes(digest))

    return stream


def apply(preset: Preset, clip: Clip, *, seed: int, epoch: int, sample_id: str | int) -> Clip:
    """The clip as this epoch shows it. No array of the given one is changed."""
    return trace(preset, clip, seed=seed, epoch=epoch, sample_id=sample_id).clip


def trace(preset: Preset, clip: Clip, *, seed: int, epoch: int, sample_id: str | int) -> Applied:
    """The same, with what was done."""
    return run(preset, clip, streams_of(key_of(seed, epoch, sample_id)))


def run(
    preset: Preset,
    clip: Clip,
    streams: Streams,
    leave_out: Container[str] = (),
) -> Applied:
    """The same, with random numbers from elsewhere; operations left out keep their places."""
    done = []
    for place, operation in enumerate(preset.operations):
        if operation.kind in leave_out or not operation.fits(clip):
            continue
        rng = streams(place)
        if rng.random() < operation.probability:
            drawn = operation.draw(rng, clip)
            clip = operation.change(clip, drawn)
            done.append(Done(operation.kind, place, drawn))
    return Applied(clip, tuple(done))


def apply_mel(preset: Preset, mel_MK: Mel, *, seed: int, epoch: int, sample_id: str | int) -> Mel:
    """The log-mel spectrogram as this epoch shows it, M bins x K steps; the given one stays.

    Of a sample with several windows, each wants a `sample_id` of its own, or all are blanked alike.
    """
    return run_mel(preset, mel_MK, streams_of(key_of(seed, epoch, sample_id)))


def run_mel(preset: Preset, mel_MK: Mel, streams: Streams) -> Mel:
    """The same, with random numbers from elsewhere."""
    for place, operation in enumerate(preset.operations):
        if not isinstance(operation, MelOperation) or not mel_MK.size:
            continue
        rng = streams(place)
        if rng.random() < operation.probability:
            drawn: Drawn = operation.draw_mel(rng, mel_MK)
            mel_MK = operation.change_mel(mel_MK, drawn)
    return mel_MK
