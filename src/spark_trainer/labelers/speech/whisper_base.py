"""What both Whisper back ends share: everything but the model's arithmetic."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.labelers.base import AudioRef, BatchSize, BatchTranscriber, Transcript
from spark_trainer.labelers.device import check_spelling, choose_device
from spark_trainer.labelers.memory import most_that_fit
from spark_trainer.labelers.speech import silero
from spark_trainer.labelers.speech.doubts import MOST_UNHEARD_S, Heard, doubts_about, is_silence
from spark_trainer.labelers.speech.voice_windows import (
    BRIDGE_S,
    LONGEST_S,
    MARGIN_S,
    VideoLanguage,
    Window,
    find_windows,
)
from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ
from spark_trainer.labelers.speech.whisper_answer import Answer
from spark_trainer.labelers.speech.whisper_tokens import (
    Vocabulary,
    check_language,
    read_vocabulary,
    segments,
)
from spark_trainer.labelers.weights.finding import Weights, find_weights

CONTEXT_TOKENS = 448
"""Whisper's longest answer, its prompt included."""

MOST_ROUNDS = 4
"""How often a model is asked again about the rest of a window."""

_TRIED_TOKENS = 16


@dataclass(frozen=True)
class ReadyWindow:
    window: Window
    features: NDArray[np.float32]
    """Log-mel spectrum, shape MT: M bins, T = 3000 steps of 10 ms."""


@dataclass(frozen=True)
class HeardWindow(Heard):
    """A window's text; none where the model holds it to be silent."""

    language: str

    def followed_by(self, rest: HeardWindow) -> HeardWindow:
        """With what was heard when the model was asked again behind the last word."""
        if not rest.segments:
            return self
        return replace(
            self,
            segments=self.segments + rest.segments,
            avg_logprob=min(self.avg_logprob, rest.avg_logprob),
            no_speech_prob=max(self.no_speech_prob, rest.no_speech_prob),
            finished=rest.finished,
        )


def _rest(window: Window, heard: HeardWindow) -> Window | None:
    """What of a window is behind its last word, where that is too much to be a pause."""
    if not heard.segments or not heard.finished:
        return None
    until_s = heard.segments[-1].end_s
    if window.end_s - until_s <= MOST_UNHEARD_S:
        return None
    return replace(window, first=max(window.first, round(until_s * SAMPLE_RATE_HZ)))


class WhisperBase(BatchTranscriber[Window, ReadyWindow, HeardWindow]):
    """Whisper on windows of speech, greedily, with time stamps.

    Args:
        model: hub id or folder; None = the one of that size.
        model_size: one of `sizes`.
        revision: branch, tag or commit of the hub; None = main.
        device: auto, cpu, cuda:N.
        precision: auto, fp32, bf16, fp16, int8.
        batch_size: windows a batch, or auto.
        language: code such as `en`; None = detected for each video from its first window.
        max_new_tokens: tokens after which a window's text is cut; None = what the model can hold.
    """

    sizes: ClassVar[Mapping[str, str]]
    """Hub ids by size."""
    label_type: ClassVar[Any] = HeardWindow
    largest_auto: ClassVar[Mapping[str, int]] = {"cpu": 4, "cuda": 64}
    """Where `auto` ends: more windows a batch gain nothing."""

    def __init__(
        self,
        *,
        model: str | None = None,
        model_size: str = "base",
        revision: str | None = None,
        device: str = "auto",
        precision: str = "auto",
        batch_size: BatchSize = "auto",
        language: str | None = None,
        max_new_tokens: int | None = None,
    ) -> None:
        self._wanted = (model or self._sized(model_size), revision)
        self._device, self._precision = device, precision
        self.batch_size = batch_size
        self._language = language
        self._max_new_tokens = max_new_tokens
        self._weights: Weights | None = None
        self._model: Any = None
        self._vocabulary: Vocabulary | None = None
        self._extractor: Any = None
        self._vad: silero.Silero | None = None

    def _sized(self, size: str) -> str:
        if size not in self.sizes:
            raise UsageError(
                f"model size {size!r}: {self.name} comes in {', '.join(self.sizes)}; "
                f"any other model is named by its hub id or folder"
            )
        return self.sizes[size]

    def resolve(self) -> None:
        check_spelling(self._device, self._precision)
        self._check_tokens()
        model, revision = self._wanted
        self._weights = find_weights(model, revision, backend=self.name, kind="transcripts")
        require("onnxruntime", extra="labels")
        silero.network_path()
        self._device = choose_device(self._device)
        self._precision = self._chosen_precision()
        self.full_batches = self._precision in ("bf16", "fp16")

    def _check_tokens(self) -> None:
        most = CONTEXT_TOKENS - 3
        if self._max_new_tokens is not None and not 1 <= self._max_new_tokens <= most:
            raise UsageError(f"max_new_tokens {self._max_new_tokens}: wanted 1 to {most}")

    @abstractmethod
    def _chosen_precision(self) -> str:
        """The precision on the chosen device; UsageError where it does not have that one."""

    @abstractmethod
    def _runtime(self) -> str:
        """The package that computes, with its version."""

    def identity(self) -> Mapping[str, Any]:
        return {
            **self._found.identity(),
            "precision": self._precision,
            "language": self._language,
            "max_new_tokens": self._max_new_tokens,
            "runtime": self._runtime(),
            "voice": silero.identity(),
            "windows_s": [MARGIN_S, LONGEST_S, BRIDGE_S],
        }

    @property
    def _found(self) -> Weights:
        if self._weights is None:
            self.resolve()
        assert self._weights is not None
        return self._weights

    def load(self) -> None:
        if self._model is not None:
            return
        folder = self._found.folder
        model, tokenizer, extractor, multilingual = self._loaded(folder)
        vocabulary = read_vocabulary(tokenizer, multilingual=multilingual)
        check_language(self._language, vocabulary.languages)
        self._vocabulary, self._extractor = vocabulary, extractor
        self._vad = silero.Silero()
        self._model = model

    @abstractmethod
    def _loaded(self, folder: Path) -> tuple[Any, Any, Any, bool]:
        """Model, tokenizer (of `tokenizers`), feature extractor, whether it is multilingual."""

    def pieces(self, audio: AudioRef) -> Sequence[Window]:
        if audio.path is None:
            return ()
        self.load()
        assert self._vad is not None
        language = VideoLanguage(self._language if self._known.languages else "en")
        return find_windows(audio.path, self._vad, language)

    def recall(self, pieces: Sequence[Window], known: Mapping[int, HeardWindow]) -> None:
        for number in sorted(known):
            pieces[number].language.code = known[number].language

    def ready(self, piece: Window) -> ReadyWindow:
        return ReadyWindow(piece, self._features(piece.sound()))

    def _features(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        found = self._extractor(sound, sampling_rate=SAMPLE_RATE_HZ, return_tensors="np")
        features_MT: NDArray[np.float32] = found["input_features"][0]
        return features_MT

    def label(self, batch: Sequence[ReadyWindow]) -> list[HeardWindow]:
        """What is said in each window. Windows of one video come in order, the first one first.

        Where the model ends long before the window does, it is asked again from there, as OpenAI's
        own decoder does.
        """
        found = self._heard_once(batch)
        asked = dict(enumerate(ready.window for ready in batch))
        for _ in range(MOST_ROUNDS):
            asked = {n: rest for n, window in asked.items() if (rest := _rest(window, found[n]))}
            if not asked:
                break
            again = [self.ready(rest) for rest in asked.values()]
            if self.full_batches:
                again += [again[-1]] * (len(batch) - len(again))
            for n, more in zip(list(asked), self._heard_once(again), strict=False):
                if not more.segments:
                    del asked[n]
                found[n] = found[n].followed_by(more)
        return found

    def _heard_once(self, batch: Sequence[ReadyWindow]) -> list[HeardWindow]:
        windows = [ready.window for ready in batch]
        heard = self._encoded(np.stack([ready.features for ready in batch]))
        if any(window.language.code is None for window in windows):
            for window, code in zip(windows, self._detected(heard), strict=True):
                window.language.code = window.language.code or code
        languages = [str(window.language.code) for window in windows]
        prompts = [self._known.prompt(code) for code in languages]
        answers = self._answers(heard, prompts, self._most_new_tokens)
        return [self._heard(*each) for each in zip(windows, answers, languages, strict=True)]

    @property
    def _known(self) -> Vocabulary:
        assert self._vocabulary is not None, "load() comes first"
        return self._vocabulary

    @property
    def _most_new_tokens(self) -> int:
        return self._max_new_tokens or CONTEXT_TOKENS - len(self._known.prompt("en"))

    @abstractmethod
    def _encoded(self, features_BMT: NDArray[np.float32]) -> Any:
        """The encoder's states, for `_detected` and `_answers`."""

    @abstractmethod
    def _detected(self, states: Any) -> list[str]:
        """The most likely language of each window, by code."""

    @abstractmethod
    def _answers(
        self, states: Any, prompts: Sequence[Sequence[int]], most_new_tokens: int
    ) -> list[Answer]:
        """The most likely tokens after each prompt; all prompts are equally long."""

    def _heard(self, window: Window, answer: Answer, language: str) -> HeardWindow:
        silent = is_silence(answer.avg_logprob, answer.no_speech_prob)
        said = segments(answer.tokens, self._known, window.start_s, window.end_s)
        return HeardWindow(
            window.start_s,
            window.end_s,
            window.voiced_s,
            () if silent else said,
            round(answer.avg_logprob, 4),
            round(answer.no_speech_prob, 4),
            answer.finished,
            language,
        )

    def joined(
        self, audio: AudioRef, pieces: Sequence[Window], labels: Sequence[HeardWindow]
    ) -> Transcript:
        if audio.path is None:
            return Transcript(None, notes=("no sound",))
        found = tuple(segment for label in labels for segment in label.segments)
        return Transcript(
            " ".join(segment.text for segment in found),
            found,
            language=labels[0].language if labels else None,
            notes=() if found else ("no speech found",),
            doubts=tuple(doubt for label in labels for doubt in doubts_about(label)),
        )

    def most_pieces(self) -> int:
        self.load()
        largest = self.largest_auto[self._device.partition(":")[0]]
        return most_that_fit(self._try_out, self._device, largest)

    def _try_out(self, count: int) -> None:
        """Label noise, with short answers: the states take the memory, not the tokens."""
        noise = np.random.default_rng(0).normal(0, 0.1, round(LONGEST_S * SAMPLE_RATE_HZ))
        features_MT = self._features(noise.astype(np.float32))
        states = self._encoded(np.stack([features_MT] * count))
        self._answers(states, [self._known.prompt("en")] * count, _TRIED_TOKENS)
