"""Short clips of real data: a handwritten digit that moves, while a real voice says a digit.

Pictures are scikit-learn's `load_digits` (1,797 of 8x8 pixels, UCI); its own example trains on the
first half and tests on the second, and so do we. Voices are the Free Spoken Digit Dataset (2,000
recordings of four speakers, CC BY-SA 4.0); its own test split is indices 0 to 4 of each.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPEAKERS = ("george", "jackson", "nicolas", "theo")
TEST_INDICES = range(5)

SIDE_PX, DIGIT_PX = 64, 56
"""A digit that moves further is learned more slowly: with 40 pixels, several times."""
FPS = 4
SAMPLE_HZ = 8000
"""Of the recordings."""


@dataclass(frozen=True)
class Picture:
    number: int
    """Its place in `load_digits`."""
    digit: int
    grey_88: NDArray[np.float64]
    """0 to 16."""


@dataclass(frozen=True)
class Voice:
    path: Path
    digit: int
    speaker: str
    index: int


@dataclass(frozen=True)
class Clip:
    """What one clip shows and says."""

    name: str
    picture: Picture | None
    voice: Voice | None

    @property
    def matches(self) -> bool:
        return bool(self.picture and self.voice and self.picture.digit == self.voice.digit)


def pictures(*, test: bool) -> list[Picture]:
    """The half that scikit-learn's example trains on, or the one that it tests on."""
    from sklearn.datasets import load_digits

    found = load_digits()
    half = len(found.target) // 2
    numbers = range(half, len(found.target)) if test else range(half)
    return [Picture(n, int(found.target[n]), found.images[n]) for n in numbers]


def voices(folder: Path, *, test: bool, speakers: Sequence[str] = SPEAKERS) -> list[Voice]:
    """Recordings of those speakers, of the data set's own test split or of the rest."""
    found = [
        Voice(folder / f"{digit}_{speaker}_{index}.wav", digit, speaker, index)
        for digit in range(10)
        for speaker in speakers
        for index in range(50)
        if (index in TEST_INDICES) == test
    ]
    return [voice for voice in found if voice.path.is_file()]


def caption_of(picture: Picture) -> str:
    return f"a handwritten {WORDS[picture.digit]}"


def write_clip(folder: Path, clip: Clip, rng: np.random.Generator) -> None:
    """An MP4, and beside it what is seen (`NAME.captions.txt`) and said (`NAME.transcript.txt`)."""
    sound_S = None if clip.voice is None else read_voice(clip.voice.path)
    length_s = 1.0 if sound_S is None else max(1.0, len(sound_S) / SAMPLE_HZ)
    with av.open(str(folder / f"{clip.name}.mp4"), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "18", "bf": "0"})
        video.width = video.height = SIDE_PX
        video.pix_fmt = "yuv420p"
        audio = None if sound_S is None else container.add_stream("aac", rate=SAMPLE_HZ)
        for number, picture_HWC in enumerate(_moving(clip.picture, round(length_s * FPS), rng)):
            frame = av.VideoFrame.from_ndarray(picture_HWC, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            layout_1S = (sound_S * 32767).astype(np.int16)[None]
            whole = av.AudioFrame.from_ndarray(layout_1S, format="s16", layout="mono")
            whole.sample_rate, whole.pts = SAMPLE_HZ, 0
            container.mux(audio.encode(whole))
            container.mux(audio.encode(None))
    if clip.picture is not None:
        (folder / f"{clip.name}.captions.txt").write_text(caption_of(clip.picture))
    if clip.voice is not None:
        (folder / f"{clip.name}.transcript.txt").write_text(WORDS[clip.voice.digit])


def read_voice(path: Path) -> NDArray[np.float32]:
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_HZ, 1, 2)
        return (
            np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
        )


def _moving(
    picture: Picture | None, frames: int, rng: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    """The digit on its way from one place to another; nothing but black where there is none."""
    room = SIDE_PX - DIGIT_PX
    (x0, y0), (x1, y1) = rng.integers(0, room + 1, 2), rng.integers(0, room + 1, 2)
    digit = None if picture is None else enlarged(picture.grey_88)
    for number in range(frames):
        share = number / max(1, frames - 1)
        canvas = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
        if digit is not None:
            x, y = round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)
            canvas[y : y + DIGIT_PX, x : x + DIGIT_PX] = digit
        yield np.repeat(canvas[..., None], 3, axis=2)


def enlarged(grey_88: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Bicubic: the 8 x 8 squares of plain enlarging have edges that no hand has written."""
    small = Image.fromarray((grey_88 * (255 / 16)).astype(np.uint8))
    return np.asarray(small.resize((DIGIT_PX, DIGIT_PX), Image.Resampling.BICUBIC))
