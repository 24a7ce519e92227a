"""The windows of a sound that Whisper hears: all voice, nothing twice, no long silence."""

from __future__ import annotations

import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spark_trainer.labelers.speech import stretches as speech
from spark_trainer.labelers.speech.silero import Silero
from spark_trainer.labelers.speech.stretches import Span
from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ, open_wav, samples

MARGIN_S = 0.4
"""Heard before and after what is voice: detectors cut soft beginnings and endings of words."""

LONGEST_S = 29.0
"""Whisper hears 30 s. The silence of the last second tells it that the last sentence is over: in
training, a sentence that went on after 30 s was left out."""

BRIDGE_S = 2.0
"""Silence that a window may hold. In longer ones Whisper invents text; shorter ones are not worth
a window, which costs as much as a full one. faster-whisper parts at the same number."""


@dataclass
class VideoLanguage:
    """The language of one video, shared by its windows: the first one that is heard tells it."""

    code: str | None


@dataclass(frozen=True)
class Window:
    """What is heard at once: samples [first, last) of a sound."""

    path: Path
    first: int
    last: int
    voiced: int
    """Samples of it that are voice."""
    language: VideoLanguage = field(compare=False)

    @property
    def start_s(self) -> float:
        return self.first / SAMPLE_RATE_HZ

    @property
    def end_s(self) -> float:
        return self.last / SAMPLE_RATE_HZ

    @property
    def voiced_s(self) -> float:
        return self.voiced / SAMPLE_RATE_HZ

    def sound(self) -> NDArray[np.float32]:
        """Its samples, between -1 and 1.

        Raises:
            MediaError: the file cannot be read any more.
        """
        with open_wav(self.path) as wav:
            data = samples(wav, self.first, self.last)
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)


def find_windows(path: Path, vad: Silero, language: VideoLanguage) -> list[Window]:
    """The windows of a file in order; none where nobody speaks.

    Raises:
        MediaError: not a 16 kHz mono WAV file.
    """
    with open_wav(path) as wav:
        voiced, total = vad.voiced(wav)
        spans = _spans(wav, voiced, total)
    return [Window(path, *span, _voiced_within(span, voiced), language) for span in spans]


def _spans(wav: wave.Wave_read, voiced: list[Span], total: int) -> list[Span]:
    longest, bridge = round(LONGEST_S * SAMPLE_RATE_HZ), round(BRIDGE_S * SAMPLE_RATE_HZ)
    stretches = speech.padded(voiced, total, MARGIN_S)
    return list(
        speech.windows(stretches, longest, bridge, lambda at: speech.quiet_place(wav, at, longest))
    )


def _voiced_within(span: Span, voiced: list[Span]) -> int:
    return sum(max(0, min(span[1], last) - max(span[0], first)) for first, last in voiced)
