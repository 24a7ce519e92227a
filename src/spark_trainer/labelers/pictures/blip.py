"""Captions by BLIP (Li et al. 2022, arXiv:2201.12086)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.labelers.loading import load_processor
from spark_trainer.labelers.pictures.model import PictureModel, Tensors


class Blip(PictureModel):
    """BLIP. A prompt is the beginning of the caption, e.g. `a photography of`, and part of it."""

    name: ClassVar[str] = "blip"
    default_model: ClassVar[str] = "Salesforce/blip-image-captioning-base"
    model_class: ClassVar[str] = "BlipForConditionalGeneration"

    def _load_processor(self, folder: Path) -> None:
        self._processor = load_processor("BlipProcessor", folder)
        self._words: Any = None
        if self._prompt is not None:
            self._words = self._processor.tokenizer(self._prompt, return_tensors="pt").input_ids

    def _inputs(self, picture: Any) -> Tensors:
        pixels = self._processor.image_processor(picture, return_tensors="pt").pixel_values
        return {"pixel_values": pixels}

    def _texts(self, inputs: Tensors) -> list[str]:
        pixels = inputs["pixel_values"]
        if self._words is not None:
            inputs = {**inputs, "input_ids": self._words.repeat(len(pixels), 1).to(pixels.device)}
        tokens = self._greedy(**inputs)
        texts: list[str] = self._processor.batch_decode(tokens, skip_special_tokens=True)
        return texts
