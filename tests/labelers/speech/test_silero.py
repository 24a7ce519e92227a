"""Where voice is in real sound, and that silence is none."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelers.sounds import RATE_HZ, decoded, soundless, write_wav

from spark_trainer.labelers.speech.silero import FRAME, LEAST_FRAMES, Silero, identity, stretches
from spark_trainer.labelers.speech.stretches import Span
from spark_trainer.labelers.speech.wav_file import open_wav


@pytest.fixture(scope="module")
def vad() -> Silero:
    return Silero()


def voiced(vad: Silero, path: Path) -> list[Span]:
    with open_wav(path) as wav:
        return vad.voiced(wav)[0]


def test_real_speech_is_found(vad: Silero, media_dir: Path, tmp_path: Path) -> None:
    """Kennedy pauses after `Americans` (2.2 to 3.3 s) and `country can do for you` (7.6 to 8.2)."""
    path = write_wav(tmp_path / "jfk.wav", decoded(media_dir / "jfk.flac"))
    found = [(first / RATE_HZ, last / RATE_HZ) for first, last in voiced(vad, path)]
    assert 0.2 < found[0][0] < 0.5 and 10 < found[-1][1] < 11
    silent = [(before[1], after[0]) for before, after in pairwise(found)]
    assert any(2 < begin < 2.5 and 3 < end < 3.6 for begin, end in silent)


@pytest.mark.parametrize("kind", soundless(1))
def test_what_is_no_voice_is_not_found(kind: str, vad: Silero, tmp_path: Path) -> None:
    assert voiced(vad, write_wav(tmp_path / "x.wav", soundless(30)[kind])) == []


def test_it_hears_what_faster_whisper_hears(vad: Silero, media_dir: Path, tmp_path: Path) -> None:
    from faster_whisper.vad import get_vad_model

    path = write_wav(tmp_path / "x.wav", np.tile(decoded(media_dir / "jfk.flac"), 4))
    with open_wav(path) as wav:
        pcm = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.float32) / 32768
    whole = get_vad_model()(np.pad(pcm, (0, -pcm.size % FRAME)))
    theirs = [(first * FRAME, last * FRAME) for first, last in stretches(whole.ravel().tolist())]
    assert len(theirs) > 8
    assert voiced(vad, path) == theirs


def test_a_longer_sound_takes_no_more_memory(vad: Silero, tmp_path: Path) -> None:
    peaks = []
    for minutes in (1, 6):
        path = write_wav(tmp_path / "x.wav", np.zeros(minutes * 60 * RATE_HZ))
        tracemalloc.start()
        try:
            voiced(vad, path)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1_000_000


def test_threads_may_share_it(vad: Silero, media_dir: Path, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "jfk.wav", decoded(media_dir / "jfk.flac"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: voiced(vad, path), range(4)))
    assert found == [voiced(vad, path)] * 4


def test_a_file_that_was_cut_short_is_heard_to_its_end(
    vad: Silero, media_dir: Path, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "jfk.wav", decoded(media_dir / "jfk.flac"))
    path.write_bytes(path.read_bytes()[:200_001])
    with open_wav(path) as wav:
        found, total = vad.voiced(wav)
    assert total == (200_001 - 44) // 2
    assert found[-1][1] == total


@given(st.lists(st.floats(0, 1), max_size=120))
def test_loud_frames_are_in_a_stretch(probabilities: list[float]) -> None:
    found = stretches(probabilities)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    assert all(0 <= first < last <= len(probabilities) for first, last in found)
    inside = {n for first, last in found for n in range(first, last)}
    for at in range(len(probabilities) - LEAST_FRAMES + 1):
        frames = range(at, at + LEAST_FRAMES)
        if all(probabilities[n] >= 0.5 for n in frames):
            assert inside.issuperset(frames)


def test_its_identity_names_the_network() -> None:
    assert str(identity()["model"]).startswith("silero_vad_v6 sha256:")
