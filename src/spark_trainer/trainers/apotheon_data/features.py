"""What frozen encoders make of pictures and sound, computed once and kept on disk.

A file is named by hash(encoder's weights, preprocessing, content), so what stands in it can never
be of another picture or another encoder. It carries a hash of what it holds; a damaged one is
computed again by the next `fill`.

F pictures of a sample   W windows   P, S patches and states   E width of the encoder
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Self

import torch
from torch import Tensor, nn

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import CheckpointError, UsageError
from spark_trainer.models.apotheon.inputs import InputSizes, Window
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Part
from spark_trainer.trainers import tensor_file
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError, inside
from spark_trainer.trainers.apotheon_data.reading import MediaReader

ENCODERS: tuple[Part, ...] = ("vision_encoder", "audio_encoder")
_VERSION = 1
"""Raised when pictures or sound are prepared in another way."""
_SEAL = "sha256"

Stored = dict[str, Tensor]


class FeatureStore:
    """A folder of features, for the encoders of one model.

    Args:
        encoders: digest of each encoder whose features are used.
    """

    def __init__(self, folder: Path, encoders: dict[Part, str]) -> None:
        self.folder = folder
        self._encoders = encoders

    @classmethod
    def of(
        cls, folder: Path, model: ApotheonMultiModalModel, parts: Collection[Part] = ENCODERS
    ) -> Self:
        """The features of a model's frozen encoders.

        Raises:
            UsageError: one of them trains, or is no encoder of pictures or sound.
        """
        if wrong := sorted(set(parts) - set(ENCODERS)):
            raise UsageError(f"features are kept of {', '.join(ENCODERS)}, not of {wrong}")
        if training := sorted(set(parts) - model.frozen):
            raise UsageError(
                f"{', '.join(training)} trains, so its features change in every step: freeze it, "
                f"or do without the feature cache"
            )
        sizes = asdict(InputSizes.of(model.config))
        return cls(
            folder,
            {p: digest([_VERSION, p, sizes, _weights(model.get_submodule(p))]) for p in parts},
        )

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset(self._encoders)

    def pictures(self, read: MediaReader, facts: Facts, frames: Collection[int]) -> Tensor | None:
        """Features F x P x E of these frames; None where there is none.

        Raises:
            BrokenSampleError: they are not here, or damaged.
        """
        found = [
            self.load("vision_encoder", content_of_frame(read, facts, frame)) for frame in frames
        ]
        return torch.cat([stored["features"] for stored in found]) if found else None

    def sound(
        self, read: MediaReader, facts: Facts, windows: int
    ) -> tuple[tuple[Window, ...], Tensor | None]:
        """The windows of a sound, without their mels, and their features W x S x E.

        Raises:
            BrokenSampleError: they are not here, or damaged.
        """
        if not windows:
            return (), None
        stored = self.load("audio_encoder", content_of_sound(read, facts, windows))
        spans = zip(stored["starts_s"].tolist(), stored["lengths_s"].tolist(), strict=True)
        return tuple(Window(*span, mel_MK=None) for span in spans), stored["features"]

    def load(self, part: Part, content: str) -> Stored:
        """What is stored of a content.

        Raises:
            BrokenSampleError: nothing, or it is damaged.
        """
        path = self._path(part, content)
        try:
            stored = tensor_file.read(path)
        except CheckpointError as e:
            raise BrokenSampleError(f"no features: {e}; fill the cache again") from e
        seal = stored.pop(_SEAL, torch.empty(0, dtype=torch.uint8))
        if bytes(seal.tolist()) != _digest(stored):
            raise BrokenSampleError(f"{path}: damaged features; fill the cache again")
        return stored

    def has(self, part: Part, content: str) -> bool:
        """Whether there is a file, whole or not."""
        return self._path(part, content).exists()

    def save(self, part: Part, content: str, stored: Stored) -> None:
        """Store what was computed of a content.

        Raises:
            OutputError: the folder cannot be written.
        """
        seal = torch.tensor(list(_digest(stored)), dtype=torch.uint8)
        path = self._path(part, content)
        replace_file(path, tensor_file.chunks({**stored, _SEAL: seal}))

    def _path(self, part: Part, content: str) -> Path:
        name = digest([self._encoders[part], content])
        return self.folder / name[:2] / f"{name}.safetensors"


def content_of_frame(read: MediaReader, facts: Facts, frame: int) -> str:
    """SHA-256 of a frame's file: the manifest's word, or of the file where it says nothing."""
    known = facts.frames[frame]
    return known.sha256 or _file_digest(read.root, f"{facts.frames_dir}/{known.file}")


def content_of_sound(read: MediaReader, facts: Facts, windows: int) -> str:
    """SHA-256 of a sound's file, and how much of it is taken."""
    known = facts.meta.audio_sha256 or _file_digest(read.root, str(facts.audio))
    return f"{known}/{windows}"


def _file_digest(root: Path, name: str) -> str:
    try:
        with inside(root, name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as e:
        raise BrokenSampleError(f"{name}: {e.strerror}") from e


def _weights(encoder: nn.Module) -> str:
    tensors = {name: tensor.detach() for name, tensor in encoder.state_dict().items()}
    return _digest(tensors).hex()


def _digest(tensors: Stored) -> bytes:
    """Of names, types, shapes and values."""
    found = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].cpu().contiguous()
        found.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        found.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return found.digest()
