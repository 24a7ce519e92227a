"""Qwen2-VL: pictures, video frames and a question in, an answer out."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, TokenObjective, Training
from spark_trainer.models.kinds.manifest_text import Answer, check_prompt
from spark_trainer.models.kinds.pretrained import Adapted, refuse_all_frozen

PIXELS_A_TOKEN = 28 * 28
"""Patches of 14 pixels, joined two by two."""

Part = Literal["visual", "language_model", "lm_head"]


class Architecture(Adapted):
    """A `Qwen2VLForConditionalGeneration`."""

    frozen: tuple[Part, ...] = ("visual",)
    """Parts that are not trained. An adapter leaves them alone too."""

    @model_validator(mode="after")
    def _trains_something(self) -> Self:
        refuse_all_frozen(self.frozen, get_args(Part), self.adapter is not None)
        return self


class Objectives(Settings):
    """What is learned."""

    answering: TokenObjective
    """The answers of the assistant, with the token that ends them; nothing else of a chat."""


class Data(Settings):
    """What is seen and asked, and what is to be answered."""

    format: Literal["manifest", "jsonl_chat", "image_folder"] = "manifest"
    """`manifest`: frames of a dataset folder; `jsonl_chat`: lines of `messages` with pictures by
    path; `image_folder`: pictures with a metadata.jsonl (`file_name`, `text`)."""
    answer: Answer = "caption"
    """What of a manifest's line is the answer."""
    prompt: str = Field("Describe the video in one sentence.", min_length=1, max_length=2000)
    """The question to a line of a manifest, or to a picture of a folder; `{transcript}` and
    `{caption}` stand for those of the line."""
    max_frames: int = Field(8, ge=1, le=768)
    """Frames of one video at most, spread evenly over it."""
    min_pixels: int = Field(4 * PIXELS_A_TOKEN, ge=4 * PIXELS_A_TOKEN, le=16384 * PIXELS_A_TOKEN)
    """A smaller picture is enlarged to this many pixels."""
    max_pixels: int = Field(128 * PIXELS_A_TOKEN, ge=4 * PIXELS_A_TOKEN, le=16384 * PIXELS_A_TOKEN)
    """A larger picture is reduced to this many pixels; 784 pixels cost one token."""
    max_tokens: int = Field(2048, ge=16, le=32768)
    """Tokens of one sample at most, pictures included. What is too long loses whole pictures."""

    @field_validator("prompt")
    @classmethod
    def _prompt_keeps_the_answer(cls, prompt: str, info: ValidationInfo) -> str:
        check_prompt(prompt, info.data.get("answer"))
        return prompt

    @field_validator("max_pixels")
    @classmethod
    def _above_the_least(cls, most: int, info: ValidationInfo) -> int:
        least = info.data.get("min_pixels", most)
        if most < least:
            raise ValueError(f"max_pixels is {most}, under min_pixels, which is {least}")
        return most

    @field_validator("max_tokens")
    @classmethod
    def _a_picture_fits(cls, most: int, info: ValidationInfo) -> int:
        picture = info.data.get("max_pixels", 0) // PIXELS_A_TOKEN
        if picture >= most:
            raise ValueError(
                f"max_tokens is {most}, but one picture of max_pixels takes {picture} tokens and "
                "leaves none for words; write a larger max_tokens or a smaller max_pixels"
            )
        return most


class Qwen2VLTemplate(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: Objectives
    training: Training
    data: Data
    metrics: tuple[Literal["cider", "bleu", "rouge_l", "exact_match", "loss"], ...] = Field(
        min_length=1
    )
    """What evaluation measures."""
