"""Captions by BLIP-2 (Li et al. 2023, arXiv:2301.12597)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.labelers.loading import load_processor
from spark_trainer.labelers.pictures.model import PictureModel, Tensors


class Blip2(PictureModel):
    """BLIP-2. A prompt is answered: `Question: what is shown? Answer:`; without one, a caption."""

    name: ClassVar[str] = "blip2"
    default_model: ClassVar[str] = "Salesforce/blip2-opt-2.7b"
    model_class: ClassVar[str] = "Blip2ForConditionalGeneration"

    def _load_processor(self, folder: Path) -> None:
        self._processor = load_processor("Blip2Processor", folder)

    def _inputs(self, picture: Any) -> Tensors:
        pixels = self._processor.image_processor(picture, return_tensors="pt").pixel_values
        return {"pixel_values": pixels}

    def _texts(self, inputs: Tensors) -> list[str]:
        pixels = inputs["pixel_values"]
        words = self._prompt_ids(len(pixels)).to(pixels.device)
        tokens = self._greedy(**inputs, input_ids=words)
        if not self._model.config.text_config.is_encoder_decoder:
            tokens = tokens[:, words.shape[1] :]
        texts: list[str] = self._processor.tokenizer.batch_decode(tokens, skip_special_tokens=True)
        return texts

    def _prompt_ids(self, count: int) -> Any:
        """A row a picture: a place for each query of the Q-Former, then the prompt."""
        import torch

        config = self._model.config
        text = self._processor.tokenizer(self._prompt or "", return_tensors="pt").input_ids
        places = torch.full((1, config.num_query_tokens), config.image_token_id)
        return torch.cat([places, text.long()], dim=1).repeat(count, 1)
