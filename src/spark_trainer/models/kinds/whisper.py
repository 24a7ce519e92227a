"""Whisper fine-tuning: speech in, its words out."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, TokenObjective, Training
from spark_trainer.models.kinds.pretrained import Adapted, refuse_all_frozen
from spark_trainer.models.kinds.whisper_languages import LANGUAGES, language_problem

WINDOW_S = 30.0
"""What Whisper hears at once."""
MAX_TOKENS = 448
"""What Whisper's decoder writes at most, its four task tokens included."""

Part = Literal["encoder", "decoder"]


class Architecture(Adapted):
    """A `WhisperForConditionalGeneration`."""

    frozen: tuple[Part, ...] = ()
    """Parts that are not trained. Freezing `encoder` is faster and keeps how it hears."""

    @model_validator(mode="after")
    def _trains_something(self) -> Self:
        refuse_all_frozen(self.frozen, get_args(Part), self.adapter is not None)
        return self


class Objectives(Settings):
    """What is learned."""

    transcription: TokenObjective
    """The words that were said."""


class SpecAugment(Settings):
    """Stretches of the spectrogram are blanked in training (Park et al. 2019)."""

    mask_time_share: float = Field(0.05, ge=0, le=1)
    """Share of the time steps that are blanked, about."""
    mask_time_length: int = Field(10, ge=1, le=3000)
    """Length of one such stretch, in steps of 10 ms."""
    mask_bands_share: float = Field(0.0, ge=0, le=1)
    """Share of the mel bands that are blanked, about."""
    mask_bands_length: int = Field(10, ge=1, le=128)
    """Height of one such stretch, in mel bands."""


class Data(Settings):
    """What is heard, and what is to be written."""

    format: Literal["manifest", "audio_folder"] = "manifest"
    """`manifest`: sound and transcript of a dataset folder; `audio_folder`: sound files with a
    metadata.jsonl (`file_name`, `transcription`)."""
    language: str | None = None
    """ISO code, such as `en` or `de`; null = each sample's own, as the dataset says it."""
    task: Literal["transcribe", "translate"] = "transcribe"
    """`translate`: texts are in English, whatever is spoken."""
    max_audio_s: float = Field(WINDOW_S, gt=0, le=WINDOW_S)
    """Seconds of one sample at most: Whisper hears 30. Longer sound is cut at its words' times."""
    max_text_tokens: int = Field(MAX_TOKENS, ge=8, le=MAX_TOKENS)
    """Tokens of one text at most: Whisper writes 448. A sample with more is refused."""
    spec_augment: SpecAugment | None = None
    """null = the spectrogram is taken as it is."""

    @field_validator("language")
    @classmethod
    def _whisper_knows_it(cls, language: str | None) -> str | None:
        if language is not None and language not in LANGUAGES:
            raise ValueError(language_problem(language))
        return language


class WhisperTemplate(Template):
    """One template, whole."""

    architecture: Architecture
    objectives: Objectives
    training: Training
    data: Data
    metrics: tuple[Literal["wer", "cer", "loss"], ...] = Field(min_length=1)
    """What evaluation measures; error rates with Whisper's normaliser, and raw."""
