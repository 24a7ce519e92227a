"""Sounds for transcribers: real ones as the pipeline writes them, and made ones."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np

from spark_trainer.labelers.base import AudioRef, VideoRef

RATE_HZ = 16_000


def write_wav(path: Path, samples: np.ndarray) -> Path:
    """Samples between -1 and 1."""
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE_HZ)
        wav.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def decoded(source: Path) -> np.ndarray:
    """The first sound of a media file, 16 kHz mono, between -1 and 1."""
    resampler = av.AudioResampler("s16", "mono", RATE_HZ)
    with av.open(str(source)) as container:
        pieces = [
            piece.to_ndarray().ravel()
            for frame in container.decode(audio=0)
            for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces) / 32768


def heard_in(path: Path | None) -> AudioRef:
    return AudioRef(path, VideoRef("id", Path("x.mp4"), 10.0))


def soundless(seconds: float) -> dict[str, np.ndarray]:
    """What is no voice: silence, noise, tones, clicks."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(0).normal(0, 1, time_s.size)
    return {
        "silence": np.zeros(time_s.size),
        "noise": 0.1 * noise,
        "loud noise": 0.5 * noise,
        "sine": 0.5 * np.sin(2 * np.pi * 440 * time_s),
        "hum": 0.5 * np.sign(np.sin(2 * np.pi * 100 * time_s)),
        "clicks": 0.9 * (np.arange(time_s.size) % RATE_HZ < 40),
    }
