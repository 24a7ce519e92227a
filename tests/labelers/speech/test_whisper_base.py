"""What holds for Whisper in both engines, with tiny models of random weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter
from tests.labelers.sounds import decoded, heard_in, soundless, write_wav
from tests.labelers.tiny_whisper import save_converted, save_whisper

from spark_trainer.core.errors import BackendUnavailableError, MediaError, UsageError
from spark_trainer.labelers.speech.faster_whisper import FasterWhisper
from spark_trainer.labelers.speech.whisper import Whisper
from spark_trainer.labelers.speech.whisper_answer import Answer
from spark_trainer.labelers.speech.whisper_base import ReadyWindow, WhisperBase

ENGINES: dict[str, type[WhisperBase]] = {"whisper": Whisper, "faster-whisper": FasterWhisper}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same weights for both engines."""
    folder = tmp_path_factory.mktemp("models")
    original = save_whisper(folder / "original")
    return {
        "whisper": original,
        "faster-whisper": save_converted(folder / "converted", original),
    }


@pytest.fixture(params=ENGINES, scope="module")
def whisper(request: pytest.FixtureRequest, folders: dict[str, Path]) -> WhisperBase:
    return built(request.param, folders)


@pytest.fixture(scope="module")
def sounds(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sounds")
    jfk = decoded(media_dir / "jfk.flac")
    nasa = decoded(media_dir / "videos" / "nasa_13013.mp4")
    return {
        "jfk": write_wav(folder / "jfk.wav", jfk),
        "nasa": write_wav(folder / "nasa.wav", nasa),
        "long": write_wav(folder / "long.wav", np.concatenate([nasa, jfk, jfk, nasa, jfk])),
    }


def built(engine: str, folders: dict[str, Path], **settings: Any) -> WhisperBase:
    whisper = ENGINES[engine](
        **{"model": str(folders[engine]), "device": "cpu", "max_new_tokens": 24, **settings}
    )
    whisper.resolve()
    whisper.load()
    return whisper


def ready(whisper: WhisperBase, paths: Sequence[Path]) -> list[ReadyWindow]:
    return [whisper.ready(p) for path in paths for p in whisper.pieces(heard_in(path))]


def test_real_speech_becomes_segments_in_order(
    whisper: WhisperBase, sounds: dict[str, Path]
) -> None:
    found = whisper.transcribe(heard_in(sounds["long"]))
    assert found.segments and found.text == " ".join(s.text for s in found.segments)
    assert all(before.end_s <= after.start_s for before, after in pairwise(found.segments))
    assert found.segments[-1].end_s <= 59.2
    assert found.language in whisper._known.languages


def test_the_batch_decides_nothing(whisper: WhisperBase, sounds: dict[str, Path]) -> None:
    paths = [sounds[name] for name in ("jfk", "nasa", "long", "jfk", "nasa")]
    said = []
    for size in (1, 4, 64):
        pieces = ready(whisper, paths)
        batches = [pieces[at : at + size] for at in range(0, len(pieces), size)]
        said.append([label for batch in batches for label in whisper.label(batch)])
    assert len(said[0]) >= 6
    assert said[0] == said[1] == said[2]


def test_both_engines_hear_the_same(folders: dict[str, Path], sounds: dict[str, Path]) -> None:
    labels = []
    for engine in ENGINES:
        whisper = built(engine, folders, max_new_tokens=60)
        labels.append(whisper.label(ready(whisper, [sounds["jfk"], sounds["nasa"]])))
    assert labels[0] == labels[1]
    assert all(label.finished and label.segments for label in labels[0])


def test_the_language_is_that_of_the_first_window(
    whisper: WhisperBase, sounds: dict[str, Path]
) -> None:
    pieces = ready(whisper, [sounds["long"]])
    first, *others = [whisper.label([piece])[0].language for piece in pieces]
    assert others and set(others) == {first}


def test_a_language_that_is_said_is_taken(
    whisper: WhisperBase, folders: dict[str, Path], sounds: dict[str, Path]
) -> None:
    said = built(whisper.name, folders, language="de")
    assert said.transcribe(heard_in(sounds["jfk"])).language == "de"
    assert said.identity()["language"] == "de"
    with pytest.raises(UsageError, match="language 'klingon': this model does not have it"):
        built(whisper.name, folders, language="klingon")


def test_labels_of_an_earlier_run_tell_the_language(
    whisper: WhisperBase, sounds: dict[str, Path]
) -> None:
    """They come back from JSON; the windows that are left are heard in that language."""
    labels = whisper.label(ready(whisper, [sounds["long"]]))
    kept = TypeAdapter(whisper.label_type).validate_json(json.dumps(asdict(labels[0])))
    assert kept == labels[0]
    pieces = whisper.pieces(heard_in(sounds["long"]))
    whisper.recall(pieces, {0: kept})
    assert whisper.label([whisper.ready(pieces[1])]) == [labels[1]]


@pytest.mark.parametrize("kind", soundless(1))
def test_no_text_is_invented_where_nobody_speaks(
    whisper: WhisperBase, tmp_path: Path, kind: str
) -> None:
    path = write_wav(tmp_path / "x.wav", soundless(30)[kind])
    found = whisper.transcribe(heard_in(path))
    assert (found.text, found.segments, found.language) == ("", (), None)
    assert found.notes == ("no speech found",)


def test_no_sound_is_no_transcript(whisper: WhisperBase) -> None:
    found = whisper.transcribe(heard_in(None))
    assert (found.text, found.notes) == (None, ("no sound",))


def test_a_window_that_the_model_holds_silent_has_no_text(
    whisper: WhisperBase, sounds: dict[str, Path]
) -> None:
    piece = whisper.pieces(heard_in(sounds["jfk"]))[0]
    tokens = (whisper._known.first_timestamp, 300, whisper._known.first_timestamp + 50)
    silent, heard = (
        whisper._heard(piece, Answer(tokens, -1.2, no_speech, True), "en")
        for no_speech in (0.9, 0.1)
    )
    assert silent.segments == () and heard.segments
    assert whisper.joined(heard_in(sounds["jfk"]), [piece], [silent]).notes == ("no speech found",)


def test_doubtful_windows_are_marked(whisper: WhisperBase, sounds: dict[str, Path]) -> None:
    """Random weights are unsure of what they say."""
    found = whisper.transcribe(heard_in(sounds["long"]))
    assert "unsure" in {doubt.rule for doubt in found.doubts}


def test_auto_is_small_on_a_processor(whisper: WhisperBase) -> None:
    assert whisper.most_pieces() in (1, 2, 4)


def test_its_identity_says_what_decides_the_text(whisper: WhisperBase) -> None:
    identity = whisper.identity()
    assert json.loads(json.dumps(identity)) == identity
    assert identity["precision"] == "fp32"
    assert identity["revision"].startswith("sha256:")
    assert "silero" in identity["voice"]["model"]
    assert "/" not in identity["model"]


def test_the_default_is_the_base_size() -> None:
    assert Whisper()._wanted == ("openai/whisper-base", None)
    assert FasterWhisper()._wanted == ("Systran/faster-whisper-base", None)
    assert Whisper(model_size="large")._wanted == ("openai/whisper-large-v3", None)
    with pytest.raises(UsageError, match="model size 'huge': whisper comes in tiny, base"):
        Whisper(model_size="huge")


def test_a_number_of_tokens_that_the_model_cannot_hold_is_refused() -> None:
    with pytest.raises(UsageError, match="max_new_tokens 500: wanted 1 to 445"):
        Whisper(max_new_tokens=500).resolve()


def test_a_file_that_went_away_is_an_error_of_that_video(
    whisper: WhisperBase, tmp_path: Path, sounds: dict[str, Path]
) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(sounds["jfk"].read_bytes())
    piece = whisper.pieces(heard_in(path))[0]
    path.unlink()
    with pytest.raises(MediaError, match="not a WAV file"):
        whisper.ready(piece)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_model_that_is_not_here_is_named_before_anything_is_loaded(engine: str) -> None:
    with pytest.raises(BackendUnavailableError, match="whisper-tiny"):
        ENGINES[engine](model_size="tiny").resolve()


def test_english_models_are_not_asked_for_a_language(
    tmp_path: Path, sounds: dict[str, Path]
) -> None:
    original = save_whisper(tmp_path / "original", english=True, seed=5)
    folders = {
        "whisper": original,
        "faster-whisper": save_converted(tmp_path / "converted", original),
    }
    found = [built(engine, folders).transcribe(heard_in(sounds["jfk"])) for engine in ENGINES]
    assert found[0] == found[1]
    assert found[0].language == "en" and found[0].segments
    with pytest.raises(UsageError, match="language 'de'.*Known: en"):
        built("whisper", folders, language="de")


def test_models_of_128_mel_bins_get_them(tmp_path: Path, sounds: dict[str, Path]) -> None:
    """As large-v3 has; a converted folder says so nowhere but in its weights."""
    original = save_whisper(tmp_path / "original", bins=128)
    folders = {
        "whisper": original,
        "faster-whisper": save_converted(tmp_path / "converted", original),
    }
    labels = []
    for engine in ENGINES:
        whisper = built(engine, folders)
        pieces = ready(whisper, [sounds["jfk"]])
        assert pieces[0].features.shape == (128, 3000)
        labels.append(whisper.label(pieces))
    assert labels[0] == labels[1]


def test_a_model_that_ends_early_is_asked_again_behind_its_last_word(
    whisper: WhisperBase, sounds: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = whisper._known
    word = next(token for token in range(known.end) if known.text([token]))

    def until(time_s: float) -> Answer:
        stamps = (known.first_timestamp, known.first_timestamp + round(time_s / 0.02))
        return Answer((stamps[0], word, stamps[1]), -0.1, 0.0, True)

    rounds: list[int] = []

    def answers(_states: Any, prompts: Sequence[Any], _most: int) -> list[Answer]:
        rounds.append(len(prompts))
        return [until(3.0)] * len(prompts)

    monkeypatch.setattr(whisper, "_answers", answers)
    (window,) = ready(whisper, [sounds["jfk"]])
    (heard,) = whisper.label([window])
    start_s = window.window.start_s
    assert [round(s.start_s - start_s, 1) for s in heard.segments] == [0.0, 3.0, 6.0]
    assert all(a.end_s <= b.start_s for a, b in pairwise(heard.segments))
    assert len(rounds) == 3


def test_a_model_with_no_more_to_say_is_not_asked_for_ever(
    whisper: WhisperBase, sounds: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = whisper._known
    word = next(token for token in range(known.end) if known.text([token]))
    stamp = known.first_timestamp
    said = [Answer((stamp, word, stamp + 50), -0.1, 0.0, True), Answer((), -0.1, 0.0, True)]
    rounds: list[int] = []

    def answers(_states: Any, prompts: Sequence[Any], _most: int) -> list[Answer]:
        rounds.append(len(prompts))
        return [said[min(len(rounds), 2) - 1]] * len(prompts)

    monkeypatch.setattr(whisper, "_answers", answers)
    (heard,) = whisper.label(ready(whisper, [sounds["jfk"]]))
    assert len(heard.segments) == 1
    assert len(rounds) == 2
