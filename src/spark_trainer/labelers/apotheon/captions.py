"""Captions of single frames by a model that was trained here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.apotheon.model import TrainedModel
from spark_trainer.labelers.base import BatchCaptioner, BatchSize, Caption, FrameRef
from spark_trainer.labelers.memory import most_that_fit
from spark_trainer.labelers.subtitles.markup import one_line

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.collate import Sample

LARGEST_AUTO = {"cpu": 16, "cuda": 128}


class ApotheonCaptions(BatchCaptioner["Sample"]):
    """Each frame is shown alone, at its time, without the sound.

    Args:
        model: run folder, or folder of a saved model.
        device: auto, cpu, cuda:N.
        precision: auto, fp32, bf16, fp16.
        batch_size: frames a batch, or auto.
        max_new_tokens: tokens after which a caption is cut; None = as it was trained.
    """

    name: ClassVar[str] = "apotheon"

    def __init__(
        self,
        *,
        model: str | None = None,
        device: str = "auto",
        precision: str = "auto",
        batch_size: BatchSize = 4,
        max_new_tokens: int | None = None,
    ) -> None:
        self._trained = TrainedModel(model, "captioning", "--caption-model", device, precision)
        self.batch_size = batch_size
        self._max_new_tokens = max_new_tokens

    def resolve(self) -> None:
        self._trained.resolve()
        self.full_batches = self._trained.precision in ("bf16", "fp16")

    def identity(self) -> Mapping[str, Any]:
        return {**self._trained.identity(), "max_new_tokens": self._max_new_tokens}

    def load(self) -> None:
        self._trained.load()

    def ready(self, piece: FrameRef) -> Sample:
        from PIL import Image

        from spark_trainer.models.apotheon.collate import prepare

        try:
            with Image.open(piece.path, formats=("JPEG",)) as picture:
                picture_HWC = np.asarray(picture.convert("RGB"))
        except OSError as e:
            raise MediaError("frame", f"{piece.path.name}: cannot be read as JPEG: {e}") from e
        return prepare(self._trained.sizes, [picture_HWC], [piece.time_s])

    def label(self, batch: Sequence[Sample]) -> list[Caption]:
        found = self._trained.write(batch, self._trained.most_tokens(self._max_new_tokens))
        return [Caption(one_line(text) or None) for text, _ in found]

    def most_pieces(self) -> int:
        from spark_trainer.models.apotheon.collate import prepare

        side = self._trained.sizes.side_px
        grey = prepare(self._trained.sizes, [np.full((side, side, 3), 128, np.uint8)], [0.0])
        largest = LARGEST_AUTO[self._trained.device.partition(":")[0]]
        return most_that_fit(lambda n: self.label([grey] * n), self._trained.device, largest)
