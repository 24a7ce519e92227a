"""A split of a manifest as samples that the model can take.

F frames of a sample   S values of sound, 16,000 a second
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.split import Shares, Split, split_of
from spark_trainer.models.apotheon.collate import Sample, TextRow
from spark_trainer.models.apotheon.config import ApotheonConfig, read_config
from spark_trainer.models.apotheon.inputs import InputSizes, Window, mel_windows, shrink
from spark_trainer.models.apotheon.names import MODALITIES, Modality, Task
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon_data.budget import Size
from spark_trainer.trainers.apotheon_data.catalogue import Catalogue, texts_of
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.files import (
    BrokenSampleError,
    inside,
    read_jpeg,
    read_sound,
)
from spark_trainer.trainers.apotheon_data.kept import Kept
from spark_trainer.trainers.apotheon_data.lines import ManifestLines
from spark_trainer.trainers.apotheon_data.order import rank_of_index
from spark_trainer.trainers.apotheon_data.showing import Showing

KEPT_BYTES = 512 << 20
"""Decoded pictures and sound that one process holds."""


@dataclass(frozen=True)
class Media:
    """The decoded pictures and sound of a sample."""

    squares_FHWC: NDArray[np.uint8]
    """Already of the encoder's size."""
    sound_S: NDArray[np.float32]
    """16 kHz, in [-1, 1]."""


class Augment(Protocol):
    """Changes a sample a little, as it is shown to the model in training.

    As many pictures must come out, and sound that needs no more windows; what does not fit is
    not taken, and the sample is shown as it was. Arrays are never changed in place.
    """

    def __call__(self, media: Media, rng: np.random.Generator) -> Media: ...


class ApotheonMultiModalDataset(Dataset[Sample]):
    """The samples of a split that have a picture, a sound or a text to show.

    Args:
        manifest_path: `manifest.jsonl` of a dataset folder, or the folder.
        template: a template or configuration whose encoders have their sizes, such as
            `model.config`.
        split: `all` takes every video.
        shares: of the splits, where a line does not name its own.
        split_seed: chooses other videos for the splits.
        seed: of the choice of a frame where one stands for its video, and of `augment`.
        modalities: what of a video is shown; `image` is one frame, `video` up to `max_frames`.
        kept_bytes: decoded pictures and sound that are held in memory, a process.

    Raises:
        DatasetError: no manifest, a malformed line, or no sample in the split.
    """

    def __init__(
        self,
        manifest_path: Path | str,
        tokenizer: Tokenizer,
        template: Mapping[str, Any] | ApotheonConfig,
        *,
        split: Split | Literal["all"] = "all",
        shares: Shares | None = None,
        split_seed: int = 0,
        seed: int = 0,
        modalities: Iterable[Modality] = MODALITIES,
        augment: Augment | None = None,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        path = Path(manifest_path)
        path = path / MANIFEST if path.is_dir() else path
        self.root = path.parent.resolve()
        self.split = split
        self.tokenizer = tokenizer
        self.sizes = InputSizes.of(read_config(template))
        self.augment = augment
        self.seed = seed
        shares = shares or Shares()

        def wanted(facts: Facts) -> bool:
            place = split_of(facts.id, facts.meta.split, shares, split_seed)
            return split in ("all", place)

        self._catalogue = Catalogue(ManifestLines(path), wanted, tokenizer, self.sizes)
        if not len(self._catalogue):
            raise DatasetError(
                f"{printable(path)}: no video in the split `{split}`. Name some by `meta.split`, "
                f"or raise its share."
            )
        self._kept = Kept(kept_bytes)
        self._show(modalities)

    def _show(self, modalities: Iterable[Modality]) -> None:
        self.modalities = tuple(sorted(set(modalities)))
        self._showing = Showing.of(self.modalities, self.sizes.max_frames)
        everything = range(len(self._catalogue))
        self._samples = [n for n in everything if any(self._size(n, 0).modalities)]
        self.left_out = len(self._catalogue) - len(self._samples)
        """Videos of the split with nothing to show: no picture, no sound, no text."""
        if not self._samples:
            raise DatasetError(
                f"{printable(self._catalogue.lines.path)}: none of {len(self._catalogue)} videos "
                f"has anything to show of {', '.join(self.modalities)}"
            )

    def showing(self, modalities: Iterable[Modality]) -> Self:
        """The same split with other modalities. What is held in memory is shared."""
        other = copy.copy(self)
        other._show(modalities)
        return other

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, index: int) -> Sample:
        return self.sample(index)

    def size(self, index: int, epoch: int = 0) -> Size:
        """What a sample asks of a step, known without decoding it."""
        return self._size(self._samples[index], epoch)

    def _size(self, number: int, epoch: int) -> Size:
        return self._catalogue.size(number, self._showing, self.seed, epoch)

    def facts(self, index: int) -> Facts:
        """What the manifest says of a sample."""
        return self._catalogue.facts(self._samples[index])

    def frames(self, index: int, epoch: int = 0) -> list[int]:
        """The frames that are shown, by their number from 0."""
        return self._frames(self._samples[index], self.facts(index), epoch)

    def _frames(self, number: int, facts: Facts, epoch: int) -> list[int]:
        if not facts.frames or not self._showing.pictures:
            return []
        if self._showing.pictures == 1:
            return [self._catalogue.frame_of(number, self.seed, epoch)]
        return spread_over_time([f.time for f in facts.frames], self._showing.pictures)

    def texts(self, index: int, epoch: int = 0) -> dict[Task, str]:
        """The texts that a sample is to be answered with, by task."""
        return self._texts(self.facts(index), self.frames(index, epoch), self.size(index, epoch))

    def _texts(self, facts: Facts, frames: list[int], size: Size) -> dict[Task, str]:
        caption = facts.frame_caption(frames[0]) if len(frames) == 1 else None
        told = texts_of(size.frames, size.windows)
        texts: dict[Task, str | None] = {
            "captioning": (caption or facts.caption) if told[0] else None,
            "transcription": facts.transcript if told[1] else None,
        }
        return {task: text for task, text in texts.items() if text and self._showing.text}

    def sample(self, index: int, epoch: int = 0) -> Sample:
        """A sample, decoded.

        Raises:
            BrokenSampleError: a file of it is missing, damaged, or lies outside the dataset.
            DatasetError: the manifest was written anew.
        """
        facts, size = self.facts(index), self.size(index, epoch)
        frames = self.frames(index, epoch)
        squares = [self._square(facts, frame) for frame in frames]
        sample = Sample(
            squares_FHWC=np.stack(squares) if squares else None,
            times_s=tuple(facts.frames[frame].time for frame in frames),
            windows=self._windows(facts, size),
            rows=tuple(self._row(*text) for text in self._texts(facts, frames, size).items()),
            video=self._catalogue.line[self._samples[index]],
        )
        return sample if self.augment is None else self._augmented(sample, facts, size, epoch)

    def _row(self, task: Task, text: str) -> TextRow:
        tokens = self.tokenizer.row(task, text, self.sizes.max_text_tokens)
        return TextRow(task, tuple(tokens), len(self.tokenizer.prompt(task)))

    def _square(self, facts: Facts, frame: int) -> NDArray[np.uint8]:
        name = f"{facts.frames_dir}/{facts.frames[frame].file}"

        def read() -> NDArray[np.uint8]:
            return shrink(read_jpeg(inside(self.root, name)), self.sizes.side_px)

        return self._kept.get(("picture", name), read, lambda made: made.nbytes)

    def _sound(self, facts: Facts, size: Size) -> NDArray[np.float32]:
        most_s = min(size.windows * self.sizes.window_s, self.sizes.max_audio_s)
        if not size.windows or facts.audio is None:
            return np.zeros(0, np.float32)
        name = facts.audio

        def read() -> NDArray[np.float32]:
            return read_sound(inside(self.root, name), most_s)

        return self._kept.get(("sound", name), read, lambda made: made.nbytes)

    def _windows(self, facts: Facts, size: Size) -> tuple[Window, ...]:
        if self.augment is not None:
            return self._mels(self._sound(facts, size))
        return self._kept.get(
            ("mels", facts.audio, size.windows),
            lambda: self._mels(self._sound(facts, size)),
            lambda made: sum(window.mel_MK.nbytes for window in made),
        )

    def _mels(self, sound_S: NDArray[np.float32]) -> tuple[Window, ...]:
        sizes = self.sizes
        return tuple(mel_windows(sound_S, sizes.mel_bins, sizes.window_s, sizes.max_audio_s))

    def _augmented(self, sample: Sample, facts: Facts, size: Size, epoch: int) -> Sample:
        assert self.augment is not None
        none_FHWC = np.zeros((0, self.sizes.side_px, self.sizes.side_px, 3), np.uint8)
        squares = sample.squares_FHWC
        media = Media(none_FHWC if squares is None else squares, self._sound(facts, size))
        seed = rank_of_index(self.seed, epoch, sample.video)
        changed = self.augment(media, np.random.default_rng(int.from_bytes(seed)))
        windows = self._mels(changed.sound_S)
        fits = changed.squares_FHWC.shape == media.squares_FHWC.shape
        if not fits or not min(1, size.windows) <= len(windows) <= size.windows:
            return sample
        return replace(
            sample,
            squares_FHWC=None if squares is None else changed.squares_FHWC,
            windows=windows,
        )


__all__ = ["ApotheonMultiModalDataset", "Augment", "BrokenSampleError", "Media"]
