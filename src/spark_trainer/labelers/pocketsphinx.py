"""Transcripts by PocketSphinx and the English model that it carries: works without any download."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import AudioRef, Cue, Transcriber, Transcript

MODEL = "en-us"
SAMPLE_RATE_HZ = 16_000

MARGIN_S = 0.3
"""Decoded before and after what the voice-activity detector marks: it tends to cut first words."""

LONGEST_S = 30.0
"""Speech without a pause is decoded in pieces of this length, so that memory stays bounded."""

_FILLERS = frozenset({"<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "<unk>"})


class PocketSphinx(Transcriber):
    """English speech, one segment a stretch of voice, each word with its time."""

    name: ClassVar[str] = "pocketsphinx"
    version: ClassVar[int] = 1

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
        with _open_wav(audio.path) as wav:
            segments = [
                cue
                for start_s, end_s in _pieces(_voiced(wav))
                if (cue := self._decode(wav, start_s, end_s)) is not None
            ]
        text = " ".join(s.text for s in segments)
        notes = () if segments else ("no speech found",)
        return Transcript(text, tuple(segments), language="en", notes=notes)

    def _decode(self, wav: wave.Wave_read, start_s: float, end_s: float) -> Cue | None:
        """The words of one stretch, with the time of the first and the last."""
        first = max(0, round((start_s - MARGIN_S) * SAMPLE_RATE_HZ))
        last = min(wav.getnframes(), round((end_s + MARGIN_S) * SAMPLE_RATE_HZ))
        wav.setpos(first)
        pcm = wav.readframes(last - first)
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        words = [
            (_plain(s.word), s.start_frame, s.end_frame)
            for s in self._decoder.seg() or ()
            if s.word not in _FILLERS
        ]
        if not words:
            return None
        offset_s = first / SAMPLE_RATE_HZ
        return Cue(
            round(offset_s + words[0][1] / 100, 2),
            round(offset_s + (words[-1][2] + 1) / 100, 2),
            " ".join(word for word, _, _ in words),
        )


def _plain(word: str) -> str:
    """A word without the number of its pronunciation: `the(2)` is `the`."""
    return word.partition("(")[0]


def _open_wav(path: Path) -> wave.Wave_read:
    try:
        wav = wave.open(str(path), "rb")  # noqa: SIM115  (closed by the caller)
    except (OSError, EOFError, wave.Error) as e:
        raise MediaError("audio", f"{printable(path)}: not a WAV file: {e}") from e
    found = (wav.getframerate(), wav.getnchannels(), wav.getsampwidth())
    if found != (SAMPLE_RATE_HZ, 1, 2):
        wav.close()
        raise MediaError(
            "audio",
            f"{printable(path)}: {found[0]} Hz, {found[1]} channels, {8 * found[2]} bits; "
            f"wanted 16000 Hz, 1 channel, 16 bits",
        )
    return wav


def _voiced(wav: wave.Wave_read) -> Iterator[tuple[float, float]]:
    """Stretches of voice, in seconds, by PocketSphinx's voice-activity detector."""
    from pocketsphinx import Endpointer

    endpointer = Endpointer(sample_rate=SAMPLE_RATE_HZ)
    samples = endpointer.frame_bytes // 2
    start_s: float | None = None
    position, total = 0, wav.getnframes()
    while position < total:
        wav.setpos(position)
        frame = wav.readframes(samples)
        position += samples
        if len(frame) < endpointer.frame_bytes:
            endpointer.end_stream(frame)
        else:
            endpointer.process(frame)
        if endpointer.in_speech and start_s is None:
            start_s = endpointer.speech_start
        elif not endpointer.in_speech and start_s is not None:
            yield start_s, endpointer.speech_end
            start_s = None
    if start_s is not None:
        yield start_s, total / SAMPLE_RATE_HZ


def _pieces(stretches: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The same, cut where they are longer than LONGEST_S."""
    for start_s, end_s in stretches:
        begin_s = start_s
        while end_s - begin_s > LONGEST_S:
            yield begin_s, begin_s + LONGEST_S
            begin_s += LONGEST_S
        yield begin_s, end_s
