"""Speech to text without any download."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.media.passes import run_pass

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.base import AudioRef, Transcript, VideoRef
from spark_trainer.labelers.speech.pocketsphinx import PocketSphinx, _pieces

DEMO = Path(__file__).resolve().parents[3] / "demo" / "videos"
SAID = {
    "city": "the train is going through the mountains snow is falling on the houses "
    "the lights of the city go on one by one",
    "kitchen": "the pot of soup is cooking on the stove the cat is sleeping by the window "
    "dinner is ready and the table is set",
    "park": "the children are playing with the ball in the park the boy is flying a kite "
    "rain is falling on the park",
    "sea": "the boat is sailing across the sea two fish are swimming near the bottom of the sea "
    "the lighthouse shines in the dark",
}


@pytest.fixture(scope="module")
def sounds() -> dict[str, Path]:
    return {
        name: run_pass(DEMO / f"{name}.mp4", None, audio=True)[1] / "audio.wav" for name in SAID
    }


@pytest.fixture(scope="module")
def heard(sounds: dict[str, Path]) -> dict[str, Transcript]:
    speech = PocketSphinx()
    return {name: transcribe(speech, path) for name, path in sounds.items()}


def transcribe(speech: PocketSphinx, path: Path | None) -> Transcript:
    return speech.transcribe(AudioRef(path, VideoRef("id", Path("x.mp4"), 10.8)))


def write_wav(path: Path, samples: np.ndarray, rate: int = 16_000) -> Path:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(samples.astype(np.int16).tobytes())
    return path


def errors(said: list[str], heard: list[str]) -> int:
    """Words inserted, left out and exchanged (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        above, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (word != other)))
    return row[-1]


def test_the_demo_is_understood(heard: dict[str, Transcript]) -> None:
    wrong = sum(errors(SAID[n].split(), (t.text or "").split()) for n, t in heard.items())
    words = sum(len(text.split()) for text in SAID.values())
    assert wrong / words <= 0.10


def test_segments_lie_in_the_file_and_follow_each_other(heard: dict[str, Transcript]) -> None:
    for found in heard.values():
        assert found.language == "en"
        assert " ".join(s.text for s in found.segments) == found.text
        ends = [0.0]
        for segment in found.segments:
            assert ends[-1] <= segment.start_s < segment.end_s <= 10.8
            ends.append(segment.end_s)


def test_words_do_not_depend_on_the_video_before(
    sounds: dict[str, Path], heard: dict[str, Transcript]
) -> None:
    """`heard` had three others first; twice in a row, and from a fresh decoder, it is the same."""
    speech = PocketSphinx()
    assert transcribe(speech, sounds["sea"]) == heard["sea"]
    assert transcribe(speech, sounds["city"]) == heard["city"]
    assert transcribe(speech, sounds["sea"]) == heard["sea"]


def test_words_have_times_inside_their_segments(heard: dict[str, Transcript]) -> None:
    for found in heard.values():
        assert " ".join(w.text for w in found.words) == found.text
        assert all(a.end_s <= b.start_s for a, b in pairwise(found.words))
        assert all(
            any(s.start_s <= w.start_s and w.end_s <= s.end_s for s in found.segments)
            for w in found.words
        )


def test_speech_without_a_pause_is_cut_in_quiet_places_and_nothing_is_heard_twice(
    tmp_path: Path,
) -> None:
    noise = np.random.default_rng(0).normal(0, 3000, 70 * 16_000)
    noise[25 * 16_000 : 25 * 16_000 + 3200] = 0
    path = write_wav(tmp_path / "x.wav", noise)
    with wave.open(str(path), "rb") as wav:
        pieces = list(_pieces(wav))
    assert len(pieces) >= 3
    assert 25 <= pieces[0][1] / 16_000 <= 25.2
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    assert all(last - first <= 30 * 16_000 for first, last in pieces)


def test_a_wav_that_was_cut_short_is_heard_to_its_end(
    sounds: dict[str, Path], tmp_path: Path
) -> None:
    data = sounds["sea"].read_bytes()
    (tmp_path / "x.wav").write_bytes(data[: len(data) // 2])
    found = transcribe(PocketSphinx(), tmp_path / "x.wav")
    assert found.words
    assert found.words[-1].end_s <= len(data) / 2 / 32_000 + 0.05


def test_silence_is_not_speech(tmp_path: Path) -> None:
    found = transcribe(PocketSphinx(), write_wav(tmp_path / "x.wav", np.zeros(48_000)))
    assert (found.text, found.segments, found.notes) == ("", (), ("no speech found",))


def test_no_sound_is_no_transcript() -> None:
    found = transcribe(PocketSphinx(), None)
    assert (found.text, found.notes) == (None, ("no sound",))


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "x.wav", np.zeros(800), 8_000)
    with pytest.raises(MediaError, match="8000 Hz, 1 channels, 16 bits; wanted 16000 Hz"):
        transcribe(PocketSphinx(), path)
    (tmp_path / "y.wav").write_text("words")
    with pytest.raises(MediaError, match="not a WAV file"):
        transcribe(PocketSphinx(), tmp_path / "y.wav")


def test_its_identity_names_model_and_version() -> None:
    identity = PocketSphinx().identity()
    assert identity["model"] == "en-us"
    assert "pocketsphinx" in identity["revision"]
