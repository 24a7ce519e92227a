"""What is taken as the sound of a video."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from tests.labelers.sounds import write_wav

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.speech.wav_file import open_wav, samples


def test_a_part_is_read(tmp_path: Path) -> None:
    with open_wav(write_wav(tmp_path / "x.wav", np.arange(100) / 32767)) as wav:
        assert np.frombuffer(samples(wav, 10, 13), "<i2").tolist() == [10, 11, 12]
        assert len(samples(wav, 98, 120)) == 4


@pytest.mark.parametrize(
    ("rate", "channels", "width", "found"),
    [
        (8_000, 1, 2, "8000 Hz, 1 channels, 16 bits"),
        (16_000, 2, 2, "16000 Hz, 2 channels, 16 bits"),
        (16_000, 1, 1, "16000 Hz, 1 channels, 8 bits"),
    ],
)
def test_another_format_is_refused(
    tmp_path: Path, rate: int, channels: int, width: int, found: str
) -> None:
    with wave.open(str(tmp_path / "x.wav"), "wb") as wav:
        wav.setnchannels(channels)
        wav.setsampwidth(width)
        wav.setframerate(rate)
        wav.writeframes(bytes(channels * width * 10))
    with pytest.raises(MediaError, match=f"x.wav: {found}; wanted 16000 Hz, 1 channel, 16 bits"):
        open_wav(tmp_path / "x.wav")


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"RIFF")
    with pytest.raises(MediaError, match="x.wav: not a WAV file"):
        open_wav(tmp_path / "x.wav")
    with pytest.raises(MediaError, match="y.wav: not a WAV file"):
        open_wav(tmp_path / "y.wav")
