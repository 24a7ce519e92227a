"""Captions by any image-text-to-text model of transformers that takes chat messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.text import printable
from spark_trainer.labelers.pictures.chat_processor import load_chat_processor
from spark_trainer.labelers.pictures.model import PictureModel, Tensors


class Vlm(PictureModel):
    """A chat model with eyes, e.g. Qwen2.5-VL, SmolVLM, LLaVA. The prompt is the user's words."""

    name: ClassVar[str] = "vlm"
    default_model: ClassVar[str] = "Qwen/Qwen2.5-VL-3B-Instruct"
    default_prompt: ClassVar[str | None] = "Describe what this picture shows in one sentence."
    model_class: ClassVar[str] = "AutoModelForImageTextToText"

    def _load_processor(self, folder: Path) -> None:
        self._processor = load_chat_processor(folder)
        if not getattr(self._processor, "chat_template", None):
            raise BackendUnavailableError(
                f"{printable(folder)}: the model has no chat template, so nothing can be asked of "
                f"it. Take an instruction-tuned one (`-Instruct`)."
            )
        content = [{"type": "image"}, {"type": "text", "text": self._prompt}]
        self._text = self._processor.apply_chat_template(
            [{"role": "user", "content": content}], add_generation_prompt=True
        )

    def _inputs(self, picture: Any) -> Tensors:
        return dict(self._processor(images=[picture], text=[self._text], return_tensors="pt"))

    def _texts(self, inputs: Tensors) -> list[str]:
        tokens = self._greedy(**inputs)
        if not self._model.config.is_encoder_decoder:
            tokens = tokens[:, inputs["input_ids"].shape[1] :]
        texts: list[str] = self._processor.tokenizer.batch_decode(tokens, skip_special_tokens=True)
        return texts
