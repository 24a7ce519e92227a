"""No labels: the honest absence of captions and transcripts, chosen by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from spark_trainer.labelers.base import (
    AudioRef,
    Caption,
    Captioner,
    FrameRef,
    Transcriber,
    Transcript,
)


class NoCaptions(Captioner):
    """Gives no frame a caption."""

    name: ClassVar[str] = "none"

    def caption(self, frames: Sequence[FrameRef]) -> list[Caption]:
        return [Caption(None) for _ in frames]


class NoTranscript(Transcriber):
    """Gives no sound a transcript."""

    name: ClassVar[str] = "none"

    def transcribe(self, audio: AudioRef) -> Transcript:
        return Transcript(None)
