"""Operations on sound, and on its log-mel spectrogram."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from spark_trainer.media.augment import mel, sounds, timing, vocoder
from spark_trainer.media.augment.clip import Clip, Sound
from spark_trainer.media.augment.mel import Mel
from spark_trainer.models.augmentations.operation import (
    Drawn,
    MelOperation,
    Modality,
    SoundOperation,
    TimeOperation,
    around,
    between,
)


class Noise(SoundOperation):
    """Noise over the sound; silence stays silent."""

    kind: ClassVar[str] = "noise"

    least_snr_db: float = Field(15.0, ge=-20, le=100)
    """How much louder than the noise the sound is at least, in dB; lower is noisier."""
    most_snr_db: float = Field(40.0, ge=-20, le=100)
    """At most. Whichever of the two is larger is taken for this one."""
    color: Literal["white", "pink"] = "pink"
    """pink = more in the lows, as rooms and wind are; white = as much everywhere, a hiss."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        low, high = sorted((self.least_snr_db, self.most_snr_db))
        return {
            "snr_db": between(rng, low, high),
            "color": self.color,
            "seed": int(rng.integers(2**31)),
        }

    def sound(self, sound_S: Sound, drawn: Drawn) -> Sound:
        rng = np.random.default_rng(drawn["seed"])
        noise_S = rng.standard_normal(len(sound_S), np.float32)
        noise_S = sounds.pink(noise_S) if drawn["color"] == "pink" else noise_S
        return sounds.add_noise(sound_S, noise_S, drawn["snr_db"])


class Gain(SoundOperation):
    """Louder or softer."""

    kind: ClassVar[str] = "gain"

    decibels: float = Field(6.0, ge=0, le=60)
    """By so much at most, either way; 6 is twice or half."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"decibels": around(rng, self.decibels)}

    def sound(self, sound_S: Sound, drawn: Drawn) -> Sound:
        return sounds.gain(sound_S, drawn["decibels"])


class Pitch(SoundOperation):
    """Higher or lower, as long as before."""

    kind: ClassVar[str] = "pitch"

    semitones: float = Field(1.0, ge=0, le=2)
    """By so much at most, either way."""

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"semitones": around(rng, self.semitones)}

    def sound(self, sound_S: Sound, drawn: Drawn) -> Sound:
        return vocoder.pitch(sound_S, drawn["semitones"])


class Stretch(TimeOperation):
    """Faster or slower at the same pitch; pictures and cues keep up with the sound."""

    kind: ClassVar[str] = "stretch"
    modality: ClassVar[Modality] = "audio"

    most_rate: float = Field(1.1, ge=1, le=vocoder.MOST_RATE)
    """So many times as fast at most, and as slow: 1.1 is a tenth either way."""

    def fits(self, clip: Clip) -> bool:
        return len(clip.sound_S) > 0

    def draw(self, rng: np.random.Generator, clip: Clip) -> Drawn:
        return {"rate": between(rng, 1 / self.most_rate, self.most_rate)}

    def change(self, clip: Clip, drawn: Drawn) -> Clip:
        return timing.stretched(clip, drawn["rate"])


class SpecAugment(MelOperation):
    """Bands of the log-mel spectrogram are blanked (Park et al. 2019)."""

    kind: ClassVar[str] = "spec_augment"

    frequency_masks: int = Field(2, ge=0, le=20)
    """Bands of frequency."""
    frequency_share: float = Field(0.15, ge=0, le=1)
    """Share of the mel bins that one of them covers at most."""
    time_masks: int = Field(2, ge=0, le=100)
    """Bands of time."""
    time_share: float = Field(0.05, ge=0, le=1)
    """Share of the spectrogram's length that one of them covers at most."""

    def draw_mel(self, rng: np.random.Generator, mel_MK: Mel) -> Drawn:
        bins, steps = mel_MK.shape
        return {
            "bins": _bands(rng, self.frequency_masks, self.frequency_share, bins),
            "steps": _bands(rng, self.time_masks, self.time_share, steps),
        }

    def change_mel(self, mel_MK: Mel, drawn: Drawn) -> Mel:
        return mel.blank(mel_MK, drawn["bins"], drawn["steps"])


def _bands(rng: np.random.Generator, count: int, share: float, whole: int) -> list[mel.Band]:
    bands = []
    for _ in range(count):
        length = int(rng.integers(int(share * whole) + 1))
        first = int(rng.integers(whole - length + 1))
        bands.append((first, first + length))
    return bands
