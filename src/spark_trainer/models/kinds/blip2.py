"""BLIP-2 captioning: a picture in, a sentence out."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, TokenObjective, Training
from spark_trainer.models.kinds.pretrained import Adapted, refuse_all_frozen

Part = Literal[
    "vision_model", "query_tokens", "qformer", "language_projection", "language_model"
]  # the names of `Blip2ForConditionalGeneration`


class Architecture(Adapted):
    """A `Blip2ForConditionalGeneration`."""

    frozen: tuple[Part, ...] = ("vision_model",)
    """Parts that are not trained. An adapter leaves them alone too."""

    @model_validator(mode="after")
    def _trains_something(self) -> Self:
        refuse_all_frozen(self.frozen, get_args(Part), self.adapter is not None)
        return self


class Objectives(Settings):
    """What is learned."""

    captioning: TokenObjective
    """The caption; the prompt before it is not learned."""


class Data(Settings):
    """What is seen, and what is to be written."""

    format: Literal["manifest", "image_folder"] = "manifest"
    """`manifest`: kept frames and their captions; `image_folder`: pictures with a metadata.jsonl
    (`file_name`, `text`)."""
    prompt: str = Field("a photo of", max_length=500)
    """What stands before every caption, in training and after it; may be empty."""
    max_text_tokens: int = Field(64, ge=4, le=2048)
    """Tokens of prompt and caption at most; a longer caption is cut."""
    max_frames: int = Field(8, ge=1, le=1024)
    """Frames of one video that become samples, at most, spread evenly over it."""


class Blip2Template(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: Objectives
    training: Training
    data: Data
    metrics: tuple[Literal["cider", "bleu", "rouge_l", "exact_match", "loss"], ...] = Field(
        min_length=1
    )
    """What evaluation measures."""
