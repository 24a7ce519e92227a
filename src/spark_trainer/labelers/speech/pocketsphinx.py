"""Transcripts by PocketSphinx and the English model that it carries: works without any download."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping
from importlib import metadata
from typing import Any, ClassVar

from spark_trainer.labelers.base import AudioRef, Cue, Transcriber, Transcript
from spark_trainer.labelers.speech.stretches import Span, cut, padded, quiet_place
from spark_trainer.labelers.speech.wav_file import SAMPLE_RATE_HZ, open_wav, samples

MODEL = "en-us"
MARGIN_S = 0.3
"""Decoded before and after what the voice-activity detector marks: it tends to cut first words."""

LONGEST_S = 30.0
"""Speech without a pause is decoded in pieces no longer, so that memory stays bounded."""

_FILLERS = frozenset({"<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "<unk>"})


class PocketSphinx(Transcriber):
    """English speech, one segment a stretch of voice, each word with its time."""

    name: ClassVar[str] = "pocketsphinx"
    version: ClassVar[int] = 2

    def __init__(self) -> None:
        self._decoder: Any = None

    def identity(self) -> Mapping[str, Any]:
        return {"model": MODEL, "revision": f"pocketsphinx {metadata.version('pocketsphinx')}"}

    def load(self) -> None:
        """Build the decoder; takes about half a second."""
        from pocketsphinx import Decoder

        if self._decoder is None:
            self._decoder = Decoder(samprate=float(SAMPLE_RATE_HZ), loglevel="FATAL")

    def transcribe(self, audio: AudioRef) -> Transcript:
        if audio.path is None:
            return Transcript(None, notes=("no sound",))
        self.load()
        # The decoder adapts to what it hears (cepstral mean, noise); without this the words of a
        # video would depend on the video before it.
        self._decoder.reinit_feat()
        with open_wav(audio.path) as wav:
            decoded = [self._decode(wav, piece) for piece in _pieces(wav)]
        heard = [words for words in decoded if words]
        segments = tuple(_phrase(words) for words in heard)
        return Transcript(
            " ".join(s.text for s in segments),
            segments,
            language="en",
            notes=() if segments else ("no speech found",),
            words=tuple(word for words in heard for word in words),
        )

    def _decode(self, wav: wave.Wave_read, piece: Span) -> list[Cue]:
        """The words of one stretch, each with its time."""
        first, last = piece
        self._decoder.start_utt()
        self._decoder.process_raw(samples(wav, first, last), full_utt=True)
        self._decoder.end_utt()
        offset_s = first / SAMPLE_RATE_HZ
        return [
            Cue(
                round(offset_s + s.start_frame / 100, 2),
                round(offset_s + (s.end_frame + 1) / 100, 2),
                _plain(s.word),
            )
            for s in self._decoder.seg() or ()
            if s.word not in _FILLERS
        ]


def _phrase(words: list[Cue]) -> Cue:
    return Cue(words[0].start_s, words[-1].end_s, " ".join(word.text for word in words))


def _plain(word: str) -> str:
    """A word without the number of its pronunciation: `the(2)` is `the`."""
    return word.partition("(")[0]


def _pieces(wav: wave.Wave_read) -> Iterator[Span]:
    """What is decoded at once: voice with a margin, cut in a quiet place where it is too long.

    No sample is in two pieces, or its word would be heard twice.
    """
    longest = round(LONGEST_S * SAMPLE_RATE_HZ)
    for stretch in padded(*_voiced(wav), MARGIN_S):
        yield from cut(stretch, longest, lambda at: quiet_place(wav, at, longest))


def _voiced(wav: wave.Wave_read) -> tuple[list[Span], int]:
    """Stretches of voice by PocketSphinx's voice-activity detector, and all samples there are.

    Counted, not taken from the header: a file that was cut short claims more.
    """
    from pocketsphinx import Endpointer

    endpointer = Endpointer(sample_rate=SAMPLE_RATE_HZ)
    stretches: list[Span] = []
    start_s: float | None = None
    total = 0
    while frame := wav.readframes(endpointer.frame_bytes // 2):
        total += len(frame) // 2
        if len(frame) < endpointer.frame_bytes:
            endpointer.end_stream(frame)
        else:
            endpointer.process(frame)
        if endpointer.in_speech and start_s is None:
            start_s = endpointer.speech_start
        elif not endpointer.in_speech and start_s is not None:
            stretches.append((_sample(start_s), min(total, _sample(endpointer.speech_end))))
            start_s = None
    if start_s is not None:
        stretches.append((_sample(start_s), total))
    return stretches, total


def _sample(time_s: float) -> int:
    return round(time_s * SAMPLE_RATE_HZ)
