"""The windows of real sound."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.labelers.sounds import RATE_HZ, decoded, write_wav

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.speech.silero import Silero
from spark_trainer.labelers.speech.voice_windows import VideoLanguage, Window, find_windows
from spark_trainer.labelers.speech.wav_file import open_wav


@pytest.fixture(scope="module")
def vad() -> Silero:
    return Silero()


def windows_of(vad: Silero, path: Path) -> list[Window]:
    return find_windows(path, vad, VideoLanguage(None))


def test_a_minute_of_speech_is_heard_whole_and_once(
    vad: Silero, media_dir: Path, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "x.wav", np.tile(decoded(media_dir / "jfk.flac"), 6))
    with open_wav(path) as wav:
        voiced, _ = vad.voiced(wav)
    found = windows_of(vad, path)
    assert len(found) >= 3
    assert all(before.last <= after.first for before, after in pairwise(found))
    assert all(window.end_s - window.start_s <= 29 for window in found)
    assert sum(window.voiced for window in found) == sum(last - first for first, last in voiced)


def test_a_long_silence_parts_windows_and_is_in_none(
    vad: Silero, media_dir: Path, tmp_path: Path
) -> None:
    said = decoded(media_dir / "jfk.flac")
    path = write_wav(tmp_path / "x.wav", np.concatenate([said, np.zeros(5 * RATE_HZ), said]))
    first, second = windows_of(vad, path)
    assert 10 < first.end_s < 11.1
    assert 15.5 < second.start_s < 16.5


def test_only_the_samples_of_a_window_are_read(
    vad: Silero, media_dir: Path, tmp_path: Path
) -> None:
    samples = decoded(media_dir / "videos" / "nasa_13013.mp4")
    (window,) = windows_of(vad, write_wav(tmp_path / "x.wav", samples))
    assert window.start_s > 0.2
    sound = window.sound()
    assert sound.dtype == np.float32
    assert np.allclose(sound, samples[window.first : window.last], atol=1e-4)


def test_another_file_is_refused(vad: Silero, tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_text("words")
    with pytest.raises(MediaError, match="not a WAV file"):
        windows_of(vad, tmp_path / "x.wav")
