"""Captions by Florence-2 (Xiao et al. 2023, arXiv:2311.06242), loaded by transformers itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.loading import load_processor
from spark_trainer.labelers.pictures.model import PictureModel, Tensors

TASKS = ("<CAPTION>", "<DETAILED_CAPTION>", "<MORE_DETAILED_CAPTION>")


class Florence2(PictureModel):
    """Florence-2. The prompt is one of its tasks: how much a caption tells."""

    name: ClassVar[str] = "florence2"
    default_model: ClassVar[str] = "florence-community/Florence-2-base"
    default_prompt: ClassVar[str | None] = "<CAPTION>"
    model_class: ClassVar[str] = "Florence2ForConditionalGeneration"

    def _check_prompt(self) -> None:
        if self._prompt not in TASKS:
            raise UsageError(
                f"--caption-prompt {self._prompt!r}: Florence-2 takes one of its tasks: "
                f"{', '.join(TASKS)}"
            )

    def _load_processor(self, folder: Path) -> None:
        self._processor = load_processor("Florence2Processor", folder)

    def _inputs(self, picture: Any) -> Tensors:
        return dict(self._processor(images=picture, text=self._prompt, return_tensors="pt"))

    def _texts(self, inputs: Tensors) -> list[str]:
        tokens = self._greedy(**inputs)
        texts: list[str] = self._processor.tokenizer.batch_decode(tokens, skip_special_tokens=True)
        return texts
