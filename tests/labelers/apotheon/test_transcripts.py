from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models.apotheon.small import TOKENIZER, small_model
from tests.trainers.apotheon_data.hand_made import write_wav

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.apotheon.transcripts import ApotheonTranscript, _cut
from spark_trainer.labelers.base import AudioRef, VideoRef
from spark_trainer.labelers.speech.voice_windows import VideoLanguage, Window
from spark_trainer.models.apotheon.saving import save_model


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(10**3, 10**6))
def test_parts_of_a_window_cover_it_once_and_none_is_too_long(
    first: int, length: int, longest: int
) -> None:
    parts = _cut(Window(Path("a.wav"), first, first + length, length, VideoLanguage(None)), longest)
    edges = [first, *(part.last for part in parts)]
    assert [part.first for part in parts] == edges[:-1]
    assert edges[-1] == first + length
    assert all(0 < part.voiced <= part.last - part.first <= longest for part in parts)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    save_model(small_model(), TOKENIZER, folder)
    return folder


@pytest.mark.parametrize("sound", ["silence", "noise", "nothing"])
def test_a_sound_without_a_voice_is_not_asked_about(
    sound: str, trained: Path, tmp_path: Path
) -> None:
    values = np.zeros(32000)
    if sound == "noise":
        values = np.random.default_rng(0).normal(0, 3000, 32000)
    path = None if sound == "nothing" else tmp_path / "a.wav"
    if path is not None:
        write_wav(path, values)
    labeller = ApotheonTranscript(model=str(trained), device="cpu")
    labeller.resolve()
    audio = AudioRef(path, VideoRef("v", tmp_path / "v.mp4", 2.0))
    assert not labeller.pieces(audio)
    told = labeller.transcribe(audio)
    assert not told.text
    assert told.notes == (("no sound",) if path is None else ("no speech found",))


def test_int8_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError, match="int8: not for apotheon; it has fp32, bf16"):
        ApotheonTranscript(model="run", precision="int8").resolve()
