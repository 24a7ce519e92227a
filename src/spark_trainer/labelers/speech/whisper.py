"""Transcripts by Whisper in transformers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.optional import require
from spark_trainer.labelers.device import choose_precision
from spark_trainer.labelers.loading import (
    load_model,
    load_processor,
    out_of_memory_is_too_large,
)
from spark_trainer.labelers.speech.greedy import most_likely
from spark_trainer.labelers.speech.whisper_answer import Answer
from spark_trainer.labelers.speech.whisper_base import WhisperBase

MULTILINGUAL_WORDS = 51_865
"""Tokens in the vocabulary of a model of many languages, at least."""


class Whisper(WhisperBase):
    """OpenAI's models by their weights in safetensors."""

    name: ClassVar[str] = "whisper"
    sizes: ClassVar[Mapping[str, str]] = {
        "tiny": "openai/whisper-tiny",
        "base": "openai/whisper-base",
        "small": "openai/whisper-small",
        "medium": "openai/whisper-medium",
        "large": "openai/whisper-large-v3",
        "large-v3": "openai/whisper-large-v3",
        "large-v3-turbo": "openai/whisper-large-v3-turbo",
        "tiny.en": "openai/whisper-tiny.en",
        "base.en": "openai/whisper-base.en",
        "small.en": "openai/whisper-small.en",
        "medium.en": "openai/whisper-medium.en",
    }

    def _chosen_precision(self) -> str:
        require("transformers", extra="labels")
        return choose_precision(self._precision, self._device)

    def _runtime(self) -> str:
        return f"transformers {require('transformers', extra='labels').__version__}"

    def _loaded(self, folder: Path) -> tuple[Any, Any, Any, bool]:
        tokenizer = load_processor("WhisperTokenizer", folder).backend_tokenizer
        extractor = load_processor("WhisperFeatureExtractor", folder)
        kind = "WhisperForConditionalGeneration"
        model = load_model(kind, folder, self._device, self._precision)
        return model, tokenizer, extractor, _is_multilingual(model)

    def _encoded(self, features_BMT: NDArray[np.float32]) -> Any:
        torch = require("torch", extra="labels")
        with out_of_memory_is_too_large(), torch.inference_mode():
            features = torch.from_numpy(features_BMT).to(self._model.device, self._model.dtype)
            return self._model.model.encoder(features).last_hidden_state

    def _detected(self, states: Any) -> list[str]:
        torch = require("torch", extra="labels")
        start_BN = torch.full((len(states), 1), self._known.start, device=states.device)
        codes, numbers = zip(*sorted(self._known.languages.items()), strict=True)
        with out_of_memory_is_too_large(), torch.inference_mode():
            out = self._model(encoder_outputs=(states,), decoder_input_ids=start_BN)
            best_B = out.logits[:, 0, list(numbers)].argmax(-1)
        return [codes[n] for n in best_B.tolist()]

    def _answers(
        self, states: Any, prompts: Sequence[Sequence[int]], most_new_tokens: int
    ) -> list[Answer]:
        with out_of_memory_is_too_large(), require("torch", extra="labels").inference_mode():
            return most_likely(self._model, states, prompts, self._known, most_new_tokens)


def _is_multilingual(model: Any) -> bool:
    """By what it says of itself, else by OpenAI's rule: English models have a token less."""
    said = getattr(model.generation_config, "is_multilingual", None)
    return model.config.vocab_size >= MULTILINGUAL_WORDS if said is None else bool(said)
