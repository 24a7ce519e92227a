"""Every sample at its place on the time line."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.corpus.barcode import is_flash
from tests.corpus.encode import encode
from tests.corpus.sound import Sound, find_beeps
from tests.corpus.sync import BEEPS, LATE, MARKS_S, STEADY_S, VARIABLE_S, pictures
from tests.media.passes import frame_settings, run_pass

from spark_trainer.media.audio import AudioWriter

ALIGNED_S = 0.04


def frame(
    seconds: float, level: float = 0.5, rate: int = 48_000, layout: str = "mono"
) -> av.AudioFrame:
    channels = {"mono": 1, "stereo": 2}[layout]
    data = np.full((channels, round(seconds * rate)), level, np.float32)
    made = av.AudioFrame.from_ndarray(data, "fltp", layout)
    made.sample_rate = rate
    made.time_base = Fraction(1, rate)
    return made


def written(path: Path, parts: list[tuple[av.AudioFrame, float | None]]) -> NDArray[np.int16]:
    writer = AudioWriter(path)
    for part, time_s in parts:
        writer.add(part, time_s)
    writer.close()
    return samples(path)


def samples(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path), "rb") as wav:
        assert (wav.getframerate(), wav.getnchannels(), wav.getsampwidth()) == (16_000, 1, 2)
        return np.frombuffer(wav.readframes(wav.getnframes()), np.int16)


def loud(data: NDArray[np.int16]) -> NDArray[np.bool_]:
    return np.abs(data.astype(int)) > 5_000


def test_a_late_start_is_silence(tmp_path: Path) -> None:
    data = written(tmp_path / "x.wav", [(frame(0.5), 0.25)])
    assert len(data) == pytest.approx(12_000, abs=32)
    assert not loud(data[:3_900]).any()
    assert loud(data[4_100:11_900]).all()


def test_a_gap_is_silence_and_what_follows_is_in_place(tmp_path: Path) -> None:
    data = written(tmp_path / "x.wav", [(frame(0.5), 0.0), (frame(0.5), 1.0)])
    assert len(data) == pytest.approx(24_000, abs=32)
    assert not loud(data[8_200:15_800]).any()
    assert loud(data[16_200:23_800]).all()


def test_an_overlap_is_cut(tmp_path: Path) -> None:
    data = written(tmp_path / "x.wav", [(frame(1.0), 0.0), (frame(1.0), 0.5)])
    assert len(data) == pytest.approx(24_000, abs=32)


def test_jitter_of_time_stamps_moves_nothing(tmp_path: Path) -> None:
    parts = [(frame(0.02), n * 0.02 + (0.003 if n % 2 else 0.0)) for n in range(100)]
    data = written(tmp_path / "x.wav", parts)
    assert len(data) == pytest.approx(32_000, abs=60)
    assert loud(data[200:-200]).all()


def test_a_broken_time_stamp_is_noted_and_not_filled(tmp_path: Path) -> None:
    writer = AudioWriter(tmp_path / "x.wav")
    writer.add(frame(0.5), 0.0)
    writer.add(frame(0.5), 1e9)
    writer.close()
    assert len(samples(tmp_path / "x.wav")) == pytest.approx(16_000, abs=32)
    assert "taken as a broken time stamp" in writer.notes[0]


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_any_rate_becomes_16_khz_mono(rate: int, layout: str, tmp_path: Path) -> None:
    data = written(tmp_path / "x.wav", [(frame(1.5, rate=rate, layout=layout), 0.0)])
    assert len(data) == pytest.approx(24_000, abs=32)
    assert loud(data[500:-500]).all()


def test_the_format_may_change_in_mid_stream(tmp_path: Path) -> None:
    parts = [(frame(0.5), 0.0), (frame(0.5, rate=44_100, layout="stereo"), 0.5)]
    assert len(written(tmp_path / "x.wav", parts)) == pytest.approx(16_000, abs=64)


def test_a_file_without_sound_has_no_wav(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", 5)
    result, folder = run_pass(tmp_path / "x.mp4", None, audio=True)
    assert result["audio"] is None
    assert not (folder / "audio.wav").exists()


@pytest.mark.parametrize("times_s", [STEADY_S, VARIABLE_S], ids=["steady", "variable rate"])
@pytest.mark.parametrize("sound", [BEEPS, LATE], ids=["from the start", "half a second late"])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_flash_and_beep_come_at_the_same_second(
    times_s: tuple[float, ...], sound: Sound, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"x.{suffix}"
    encode(path, pictures(times_s), times_s=times_s, audio=sound)
    result, folder = run_pass(path, frame_settings(100.0, resolution=None), audio=True)
    flashes = [
        record["time"]
        for record in result["frames"]["kept"]
        if is_flash(_rgb(folder / "frames" / record["file"]))
    ]
    beeps = find_beeps(samples(folder / "audio.wav"), 16_000)
    assert flashes == pytest.approx(list(MARKS_S), abs=0.002)
    assert beeps == pytest.approx(list(MARKS_S), abs=ALIGNED_S)


def _rgb(path: Path) -> NDArray[np.uint8]:
    from PIL import Image

    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
