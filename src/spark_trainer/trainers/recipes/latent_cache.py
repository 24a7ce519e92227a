"""What the frozen parts of a video model make of a clip, kept in files by the hash of both.

T frames   C, H, W channels, height, width   D width of an embedding
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.trainers.recipes.video_clips import Clip

VERSION = 1
"""Higher when the same clip gives other tensors."""


@dataclass(frozen=True)
class Encoded:
    """A clip as the frozen parts see it."""

    latents_TCHW: Tensor
    embedding_D: Tensor
    """The first frame, by the image encoder."""
    first_CHW: Tensor
    """The first frame itself, bytes: noise is added to it anew in every step."""

    def tensors(self) -> dict[str, Tensor]:
        return {
            "latents": self.latents_TCHW,
            "embedding": self.embedding_D,
            "first": self.first_CHW,
        }


@dataclass(frozen=True)
class LatentCache:
    """Files in a folder, one a clip.

    Args:
        weights: `weights_sha256` of the frozen parts.
    """

    folder: Path
    weights: str

    def path(self, clip: Clip) -> Path:
        """By what the clip's tensors follow from: the video's bytes, times, size and weights."""
        size = [clip.frames, clip.fps, clip.height, clip.width]
        key = digest([VERSION, self.weights, clip.sha256, clip.number, *size])
        return self.folder / f"{key}.safetensors"

    def read(self, clip: Clip) -> Encoded | None:
        """None where it is not there, or damaged: it can be made again."""
        try:
            found = load(self.path(clip).read_bytes())
            return Encoded(found["latents"], found["embedding"], found["first"])
        except (OSError, SafetensorError, KeyError):
            return None

    def write(self, clip: Clip, encoded: Encoded) -> None:
        """Keep it.

        Raises:
            OutputError: it cannot be written.
        """
        with output_errors(self.folder, "write"):
            self.folder.mkdir(parents=True, exist_ok=True)
        whole = {name: tensor.contiguous().cpu() for name, tensor in encoded.tensors().items()}
        replace_file(self.path(clip), [save(whole)])


def weights_sha256(*modules: nn.Module) -> str:
    """SHA-256 of the names, kinds and bytes of all their weights."""
    found = hashlib.sha256()
    for module in modules:
        for name, tensor in sorted(module.state_dict().items()):
            found.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
            raw = tensor.detach().cpu().contiguous().flatten().view(torch.uint8)
            found.update(raw.numpy().data)
    return found.hexdigest()
