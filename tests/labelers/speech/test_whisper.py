"""Whisper in transformers, beyond what both engines share."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tests.labelers.sounds import decoded, heard_in, write_wav
from tests.labelers.tiny_whisper import save_whisper
from transformers import WhisperForConditionalGeneration

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.labelers.speech.whisper import Whisper


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_whisper(tmp_path_factory.mktemp("whisper"))


@pytest.fixture(scope="module")
def sound(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "jfk.wav"
    return write_wav(path, decoded(media_dir / "jfk.flac"))


def loaded(folder: Path, **settings: str) -> Whisper:
    whisper = Whisper(model=str(folder), device="cpu", max_new_tokens=40, **settings)
    whisper.resolve()
    whisper.load()
    return whisper


def test_it_says_what_generate_says(folder: Path, sound: Path) -> None:
    """Token by token, and the language that is detected."""
    whisper = loaded(folder)
    features = torch.from_numpy(whisper.ready(whisper.pieces(heard_in(sound))[0]).features)[None]
    model = WhisperForConditionalGeneration.from_pretrained(folder)
    model.generation_config.max_initial_timestamp_index = 50
    theirs = model.generate(
        features,
        return_timestamps=True,
        task="transcribe",
        max_new_tokens=40,
        force_unique_generate_call=True,
    )[0].tolist()
    states = whisper._encoded(features.numpy())
    (language,) = whisper._detected(states)
    (answer,) = whisper._answers(states, [whisper._known.prompt(language)], 40)
    said = [n for n in theirs if n not in whisper._known.prompt(language)]
    assert answer.tokens == tuple(n for n in said if n != whisper._known.end)
    assert len(answer.tokens) > 5


@pytest.mark.filterwarnings("ignore:Casting complex values:UserWarning")
@pytest.mark.parametrize("precision", ["bf16", "int8"])
def test_other_precisions_transcribe(precision: str, folder: Path, sound: Path) -> None:
    whisper = loaded(folder, precision=precision)
    found = whisper.transcribe(heard_in(sound))
    assert found.text is not None and found.language in whisper._known.languages
    assert whisper.identity()["precision"] == precision
    assert whisper.full_batches == (precision == "bf16")


def test_a_model_that_does_not_say_so_is_multilingual_by_its_vocabulary(
    folder: Path, sound: Path, tmp_path: Path
) -> None:
    """Models that were fine-tuned early have no generation_config.json."""
    for path in folder.iterdir():
        if path.name != "generation_config.json":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    whisper = loaded(tmp_path)
    assert len(whisper._known.languages) == 99
    assert whisper.transcribe(heard_in(sound)).text is not None


def test_weights_of_another_kind_are_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        if path.name != "model.safetensors":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    from safetensors.torch import save_file

    save_file({"x": torch.zeros(1)}, tmp_path / "model.safetensors", {"format": "pt"})
    with pytest.raises(BackendUnavailableError, match="lack .* of the parameters of Whisper"):
        loaded(tmp_path)
