"""A split of a manifest as samples that the model can take."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from torch.utils.data import Dataset

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.split import Shares, Split, split_of
from spark_trainer.models.apotheon.audio import MELS_HZ
from spark_trainer.models.apotheon.collate import Sample, TextRow
from spark_trainer.models.apotheon.config import ApotheonConfig, read_config
from spark_trainer.models.apotheon.inputs import InputSizes, Window
from spark_trainer.models.apotheon.names import MODALITIES, Modality, Task
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon_data.augment import Augment, Media, MelAugment, stream
from spark_trainer.trainers.apotheon_data.budget import Size
from spark_trainer.trainers.apotheon_data.catalogue import Catalogue, texts_of
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.features import FeatureStore
from spark_trainer.trainers.apotheon_data.kept import Kept
from spark_trainer.trainers.apotheon_data.lines import ManifestLines
from spark_trainer.trainers.apotheon_data.reading import MediaReader
from spark_trainer.trainers.apotheon_data.showing import Showing

KEPT_BYTES = 512 << 20


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
        DatasetError: no manifest, a malformed line, or nothing to show in the split.
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
        chosen = shares or Shares()

        def wanted(facts: Facts) -> bool:
            own = split_of(facts.id, facts.meta.split, chosen, split_seed)
            return split in ("all", own)

        self.split = split
        self.seed = seed
        self.tokenizer = tokenizer
        self.sizes = InputSizes.of(read_config(template))
        self.features: FeatureStore | None = None
        self._augment = augment
        self._kept = Kept(kept_bytes)
        self.reader = MediaReader(path.parent, self.sizes, self._kept)
        self._catalogue = Catalogue(ManifestLines(path), wanted, tokenizer, self.sizes)
        self._show(modalities)

    def _show(self, modalities: Iterable[Modality]) -> None:
        self.modalities = tuple(sorted(set(modalities)))
        self._showing = Showing.of(self.modalities, self.sizes.max_frames)
        everything = range(len(self._catalogue))
        self._numbers = [n for n in everything if any(self._size(n, 0).modalities)]
        self.left_out = len(everything) - len(self._numbers)
        """Videos of the split with nothing to show: no picture, no sound, no text."""
        if not everything:
            raise DatasetError(
                f"{printable(self.manifest_path)}: no video in the split `{self.split}`. A line of "
                f"the manifest may name its split (`meta.split`); the others go by their shares, "
                f"so of few videos a split may have none. `--split all` evaluates on all of them."
            )
        if not self._numbers:
            raise DatasetError(
                f"{printable(self.manifest_path)}: of {len(everything)} videos in the split "
                f"`{self.split}`, none has anything to show of {', '.join(self.modalities)}"
            )

    @property
    def manifest_path(self) -> Path:
        return self._catalogue.lines.path

    def showing(self, modalities: Iterable[Modality]) -> Self:
        """The same split with other modalities. What is held in memory is shared."""
        other = copy.copy(self)
        other._show(modalities)
        return other

    def with_features(self, features: FeatureStore | None) -> Self:
        """The same samples with features in place of what the frozen encoders take.

        Raises:
            UsageError: pictures or sound are changed anew in every epoch.
        """
        if features is not None and self._augment is not None:
            raise UsageError(
                "features of frozen encoders are computed once, but `augment` changes pictures and "
                "sound in every epoch: use one of the two"
            )
        other = copy.copy(self)
        other.features = features
        return other

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> Sample:
        return self.sample(index)

    def size(self, index: int, epoch: int = 0) -> Size:
        """What a sample asks of a step, known without decoding it."""
        return self._size(self._numbers[index], epoch)

    def _size(self, number: int, epoch: int) -> Size:
        return self._catalogue.size(number, self._showing, self.seed, epoch)

    def facts(self, index: int) -> Facts:
        """What the manifest says of a sample.

        Raises:
            DatasetError: it was written anew.
        """
        number = self._numbers[index]
        self._catalogue.lines.must_be_unchanged()
        return self._kept.get(
            ("facts", number), lambda: self._catalogue.facts(number), lambda facts: facts.cost_bytes
        )

    def frames(self, index: int, epoch: int = 0) -> list[int]:
        """The frames that are shown, by their number from 0."""
        facts = self.facts(index)
        if not facts.frames or not self._showing.pictures:
            return []
        if self._showing.pictures == 1:
            return [self._catalogue.frame_of(self._numbers[index], self.seed, epoch)]
        return spread_over_time([f.time for f in facts.frames], self._showing.pictures)

    def frames_ever(self, index: int) -> list[int]:
        """The frames that some epoch may show."""
        frames = range(len(self.facts(index).frames))
        return list(frames) if self._showing.pictures == 1 else self.frames(index)

    def texts(self, index: int, epoch: int = 0) -> dict[Task, str]:
        """The texts that a sample is to be answered with, by task."""
        if not self._showing.text:
            return {}
        facts, frames, size = self.facts(index), self.frames(index, epoch), self.size(index, epoch)
        of_frame = facts.frame_caption(frames[0]) if len(frames) == 1 else None
        with_caption, with_transcript = texts_of(size.frames, size.windows)
        texts: dict[Task, str | None] = {
            "captioning": (of_frame or facts.caption) if with_caption else None,
            "transcription": facts.transcript if with_transcript else None,
        }
        return {task: text for task, text in texts.items() if text}

    def sample(self, index: int, epoch: int = 0) -> Sample:
        """A sample, decoded.

        Raises:
            BrokenSampleError: a file of it is missing, damaged, or lies outside the dataset.
            DatasetError: the manifest was written anew.
        """
        facts, frames, size = self.facts(index), self.frames(index, epoch), self.size(index, epoch)
        sample = Sample(
            times_s=tuple(facts.frames[frame].time for frame in frames),
            rows=tuple(self._row(*told) for told in self.texts(index, epoch).items()),
            video=self._catalogue.line[self._numbers[index]],
        )
        if self._augment is not None:
            return self._augmented(sample, facts, frames, size, epoch)
        return self._with_media(sample, facts, frames, size)

    def _row(self, task: Task, text: str) -> TextRow:
        tokens = self.tokenizer.row(task, text, self.sizes.max_text_tokens)
        return TextRow(task, tuple(tokens), len(self.tokenizer.prompt(task)))

    def _with_media(self, sample: Sample, facts: Facts, frames: list[int], size: Size) -> Sample:
        read, store = self.reader, self.features
        parts = store.parts if store else frozenset()
        if store and "vision_encoder" in parts:
            sample = replace(sample, features_FPE=store.pictures(read, facts, frames))
        else:
            sample = replace(sample, squares_FHWC=read.squares(facts, frames))
        if store and "audio_encoder" in parts:
            windows, features_WSE = store.sound(read, facts, size.windows)
            return replace(sample, windows=windows, features_WSE=features_WSE)
        return replace(sample, windows=read.windows(facts, size.windows))

    def _augmented(
        self, sample: Sample, facts: Facts, frames: list[int], size: Size, epoch: int
    ) -> Sample:
        assert self._augment is not None
        read = self.reader
        times_s_F = np.asarray(sample.times_s, np.float64)
        media = Media(read.squares(facts, frames), read.sound(facts, size.windows), times_s_F)
        rng = stream(self.seed, epoch, sample.video)
        changed = self._augment(media, rng)
        windows = read.mels(changed.sound_S)
        same = changed.squares_FHWC.shape == media.squares_FHWC.shape
        if not same or not min(1, size.windows) <= len(windows) <= size.windows:
            changed, windows = media, read.windows(facts, size.windows)
        times_s = times_s_F if changed.times_s_F is None else changed.times_s_F
        return replace(
            sample,
            squares_FHWC=changed.squares_FHWC,
            times_s=tuple(times_s.tolist()),
            windows=tuple(self._blanked(window, rng) for window in windows),
        )

    def _blanked(self, window: Window, rng: np.random.Generator) -> Window:
        """With its sound as `augment` shows it; the silence behind it is left alone."""
        if not isinstance(self._augment, MelAugment) or window.mel_MK is None:
            return window
        steps = math.ceil(window.length_s * MELS_HZ)
        mel_MK = window.mel_MK.copy()
        mel_MK[:, :steps] = self._augment.mel(mel_MK[:, :steps], rng)
        return replace(window, mel_MK=mel_MK)


__all__ = ["ApotheonMultiModalDataset", "Augment"]
