"""Transcripts by a model that was trained here.

It was trained on whole clips, so a sound that it can take whole it hears whole, where there is a
voice in it; a longer one in windows of speech, as Whisper does. Where voice-activity detection
finds no voice, the model is not asked: it would write something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from spark_trainer.core.optional import require
from spark_trainer.labelers.apotheon.model import TrainedModel
from spark_trainer.labelers.base import AudioRef, BatchSize, BatchTranscriber, Cue, Transcript
from spark_trainer.labelers.memory import most_that_fit
from spark_trainer.labelers.speech import silero
from spark_trainer.labelers.speech.doubts import Heard, doubts_about
from spark_trainer.labelers.speech.voice_windows import VideoLanguage, Window, find_windows
from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ, open_wav
from spark_trainer.labelers.subtitles.markup import one_line

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.collate import Sample

LARGEST_AUTO = {"cpu": 4, "cuda": 64}


@dataclass(frozen=True)
class ReadyWindow:
    window: Window
    sample: Sample


class ApotheonTranscript(BatchTranscriber[Window, ReadyWindow, Heard]):
    """The sound alone, without the pictures.

    Args:
        model: run folder, or folder of a saved model.
        device: auto, cpu, cuda:N.
        precision: auto, fp32, bf16, fp16.
        batch_size: windows a batch, or auto.
        max_new_tokens: tokens after which a window's text is cut; None = as it was trained.
    """

    name: ClassVar[str] = "apotheon"
    label_type: ClassVar[Any] = Heard

    def __init__(
        self,
        *,
        model: str | None = None,
        device: str = "auto",
        precision: str = "auto",
        batch_size: BatchSize = 4,
        max_new_tokens: int | None = None,
    ) -> None:
        flag = "--transcription-model"
        self._trained = TrainedModel(model, "transcription", flag, device, precision)
        self.batch_size = batch_size
        self._max_new_tokens = max_new_tokens
        self._vad: silero.Silero | None = None

    def resolve(self) -> None:
        self._trained.resolve()
        require("onnxruntime", extra="labels")
        silero.network_path()
        self.full_batches = self._trained.precision in ("bf16", "fp16")

    def identity(self) -> Mapping[str, Any]:
        return {
            **self._trained.identity(),
            "max_new_tokens": self._max_new_tokens,
            "voice": silero.identity(),
        }

    def load(self) -> None:
        self._trained.load()
        if self._vad is None:
            self._vad = silero.Silero()

    def pieces(self, audio: AudioRef) -> Sequence[Window]:
        if audio.path is None:
            return ()
        self.load()
        assert self._vad is not None
        found = find_windows(audio.path, self._vad, VideoLanguage(None))
        with open_wav(audio.path) as wav:
            total = wav.getnframes()
        longest = round(self._trained.sizes.max_audio_s * SAMPLE_RATE_HZ)
        if found and total <= longest:
            voiced = sum(window.voiced for window in found)
            return (replace(found[0], first=0, last=total, voiced=voiced),)
        return [part for window in found for part in _cut(window, longest)]

    def ready(self, piece: Window) -> ReadyWindow:
        from spark_trainer.models.apotheon.collate import prepare

        return ReadyWindow(piece, prepare(self._trained.sizes, sound_S=piece.sound()))

    def label(self, batch: Sequence[ReadyWindow]) -> list[Heard]:
        most = self._trained.most_tokens(self._max_new_tokens)
        texts = self._trained.write([ready.sample for ready in batch], most)
        pairs = zip(batch, texts, strict=True)
        return [_heard(ready.window, text, finished) for ready, (text, finished) in pairs]

    def joined(
        self, audio: AudioRef, pieces: Sequence[Window], labels: Sequence[Heard]
    ) -> Transcript:
        if audio.path is None:
            return Transcript(None, notes=("no sound",))
        found = tuple(segment for label in labels for segment in label.segments)
        return Transcript(
            " ".join(segment.text for segment in found),
            found,
            notes=() if found else ("no speech found",),
            doubts=tuple(doubt for label in labels for doubt in doubts_about(label)),
        )

    def most_pieces(self) -> int:
        from spark_trainer.models.apotheon.collate import prepare

        sizes = self._trained.sizes
        count = round(min(30.0, sizes.max_audio_s) * SAMPLE_RATE_HZ)
        sample = prepare(sizes, sound_S=np.zeros(count, np.float32))
        largest = LARGEST_AUTO[self._trained.device.partition(":")[0]]
        most = self._trained.most_tokens(self._max_new_tokens)
        return most_that_fit(
            lambda n: self._trained.write([sample] * n, most), self._trained.device, largest
        )


def _cut(window: Window, longest: int) -> list[Window]:
    """Parts that the model can take, equally long."""
    length = window.last - window.first
    parts = -(-length // longest)
    edges = [window.first + length * n // parts for n in range(parts + 1)]
    return [
        replace(window, first=first, last=last, voiced=min(window.voiced, last - first))
        for first, last in pairwise(edges)
    ]


def _heard(window: Window, text: str, finished: bool) -> Heard:
    """With no word on how sure the model was: of the rules for doubts, those on text apply."""
    said = one_line(text)
    segments = (Cue(window.start_s, window.end_s, said),) if said else ()
    return Heard(window.start_s, window.end_s, window.voiced_s, segments, 0.0, 0.0, finished)
