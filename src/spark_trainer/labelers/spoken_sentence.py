"""One spoken sentence that comes with this program, to try a transcriber with.

Spoken by Flite's voice slt (CMU Flite, a free licence like BSD's):
`ffmpeg -f lavfi -i "flite=text='...':voice=slt" -ar 16000 -ac 1 -bitexact sentence.wav`
"""

from __future__ import annotations

from pathlib import Path

from spark_trainer.labelers.base import AudioRef, VideoRef

SPOKEN = "a man is cooking pasta in the kitchen"
LENGTH_S = 2.37


def spoken_sentence_path() -> Path:
    """A 16 kHz mono WAV file in which SPOKEN is said."""
    return Path(__file__).with_name("builtin") / "sentence.wav"


def spoken_sentence() -> AudioRef:
    """It as a transcriber takes it."""
    path = spoken_sentence_path()
    return AudioRef(path, VideoRef("sentence", path, LENGTH_S))
