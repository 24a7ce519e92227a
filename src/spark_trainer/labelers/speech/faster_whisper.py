"""Transcripts by Whisper in CTranslate2, the engine of faster-whisper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import BatchTooLargeError
from spark_trainer.labelers.device import choose_precision
from spark_trainer.labelers.speech.whisper_answer import Answer
from spark_trainer.labelers.speech.whisper_base import WhisperBase

_COMPUTE_TYPES = {"fp32": "float32", "fp16": "float16", "bf16": "bfloat16", "int8": "int8"}
_NO_MEMORY = ("out of memory", "failed to allocate", "bad_alloc")


class FasterWhisper(WhisperBase):
    """Converted models (`model.bin`, CTranslate2's own format, which holds numbers only).

    The engine is used directly: faster-whisper's own loop knows neither windows that somebody else
    cut nor batches over videos, and downloads what it does not find.
    """

    name: ClassVar[str] = "faster-whisper"
    sizes: ClassVar[Mapping[str, str]] = {
        "tiny": "Systran/faster-whisper-tiny",
        "base": "Systran/faster-whisper-base",
        "small": "Systran/faster-whisper-small",
        "medium": "Systran/faster-whisper-medium",
        "large": "Systran/faster-whisper-large-v3",
        "large-v3": "Systran/faster-whisper-large-v3",
        "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "tiny.en": "Systran/faster-whisper-tiny.en",
        "base.en": "Systran/faster-whisper-base.en",
        "small.en": "Systran/faster-whisper-small.en",
        "medium.en": "Systran/faster-whisper-medium.en",
    }

    largest_auto: ClassVar[Mapping[str, int]] = {"cpu": 4, "cuda": 16}

    def _chosen_precision(self) -> str:
        """As CTranslate2 has it: int8 on a GPU too, fp16 and bf16 where the hardware has them."""
        engine, kind = require("ctranslate2", extra="labels"), self._device.partition(":")[0]
        require("transformers", extra="labels")
        try:
            able = engine.get_supported_compute_types(kind, self._number)
        except (RuntimeError, ValueError) as e:
            raise BackendUnavailableError(
                f"device {self._device}: CTranslate2 {engine.__version__} cannot use it ({e}). "
                f"Take device cpu, or back end whisper."
            ) from e
        known = [name for name, compute in _COMPUTE_TYPES.items() if compute in able]
        if self._precision == "auto":
            best = choose_precision("auto", self._device)
            return best if best in known else "fp32"
        if self._precision not in known:
            raise UsageError(
                f"precision {self._precision!r}: CTranslate2 has {', '.join(known)} on {kind}"
            )
        return self._precision

    @property
    def _number(self) -> int:
        return int(self._device.partition(":")[2] or 0)

    def _runtime(self) -> str:
        return f"ctranslate2 {require('ctranslate2', extra='labels').__version__}"

    def _loaded(self, folder: Path) -> tuple[Any, Any, Any, bool]:
        engine = require("ctranslate2", extra="labels")
        tokenizers = require("tokenizers", extra="labels")
        transformers = require("transformers", extra="labels")
        try:
            model = engine.models.Whisper(
                str(folder),
                self._device.partition(":")[0],
                device_index=self._number,
                compute_type=_COMPUTE_TYPES[self._precision],
            )
            tokenizer = tokenizers.Tokenizer.from_str(
                (folder / "tokenizer.json").read_text("utf-8")
            )
        except (OSError, RuntimeError, ValueError) as e:
            raise BackendUnavailableError(
                f"{printable(folder)}: cannot be loaded as a Whisper model of CTranslate2: {e}"
            ) from e
        extractor = transformers.WhisperFeatureExtractor(feature_size=model.n_mels)
        return model, tokenizer, extractor, model.is_multilingual

    def _encoded(self, features_BMT: NDArray[np.float32]) -> Any:
        view = require("ctranslate2", extra="labels").StorageView
        with _out_of_memory_is_too_large():
            return self._model.encode(view.from_array(np.ascontiguousarray(features_BMT)))

    def _detected(self, states: Any) -> list[str]:
        with _out_of_memory_is_too_large():
            found = self._model.detect_language(states)
        return [best[0][0].strip("<|>") for best in found]

    def _answers(
        self, states: Any, prompts: Sequence[Sequence[int]], most_new_tokens: int
    ) -> list[Answer]:
        with _out_of_memory_is_too_large():
            found = self._model.generate(
                states,
                [list(prompt) for prompt in prompts],
                beam_size=1,
                # It takes half of this number for the answer, as far as the prompt leaves so much.
                max_length=most_new_tokens + max(most_new_tokens, len(prompts[0]) - 1),
                return_scores=True,
                return_no_speech_prob=True,
            )
        return [_answer(one, most_new_tokens) for one in found]

    def most_pieces(self) -> int:
        if self._device == "cpu":
            return super().most_pieces()
        # CTranslate2 has its own memory on a GPU, which PyTorch does not see; a window of large-v3
        # takes about 350 MB there. Where that is too much, the lane halves.
        return self.largest_auto["cuda"]


def _answer(found: Any, most_new_tokens: int) -> Answer:
    """CTranslate2 leaves the end token out, and gives the mean over what it returns."""
    tokens = tuple(found.sequences_ids[0])
    mean = found.scores[0] * len(tokens) / (len(tokens) + 1)
    return Answer(tokens, mean, found.no_speech_prob, finished=len(tokens) < most_new_tokens)


@contextmanager
def _out_of_memory_is_too_large() -> Iterator[None]:
    """CTranslate2 says so in the words of a RuntimeError."""
    try:
        yield
    except MemoryError as e:
        raise BatchTooLargeError(str(e)) from e
    except RuntimeError as e:
        if not any(words in str(e).lower() for words in _NO_MEMORY):
            raise
        raise BatchTooLargeError(str(e)) from e
