"""Whisper in CTranslate2, beyond what both engines share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelers.sounds import decoded, heard_in, write_wav
from tests.labelers.tiny_whisper import save_converted, save_whisper

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.base import BatchTooLargeError
from spark_trainer.labelers.speech.faster_whisper import FasterWhisper, _out_of_memory_is_too_large


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("faster-whisper")
    return save_converted(made / "converted", save_whisper(made / "original"))


def loaded(folder: Path, **settings: str) -> FasterWhisper:
    whisper = FasterWhisper(model=str(folder), device="cpu", max_new_tokens=24, **settings)
    whisper.resolve()
    whisper.load()
    return whisper


def test_int8_transcribes_the_same_in_any_batch(
    folder: Path, media_dir: Path, tmp_path: Path
) -> None:
    whisper = loaded(folder, precision="int8")
    path = write_wav(tmp_path / "jfk.wav", decoded(media_dir / "jfk.flac"))
    pieces = [whisper.ready(p) for _ in range(5) for p in whisper.pieces(heard_in(path))]
    alone = [whisper.label([piece])[0] for piece in pieces]
    assert whisper.label(pieces) == alone
    assert whisper.identity()["precision"] == "int8"


def test_a_precision_that_the_engine_lacks_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="precision 'bf16': CTranslate2 has fp32, int8 on cpu"):
        loaded(folder, precision="bf16")
    with pytest.raises(UsageError, match="precision 'fp4'"):
        loaded(folder, precision="fp4")


def test_damaged_weights_are_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:100_000])
    with pytest.raises(BackendUnavailableError, match="cannot be loaded as a Whisper model"):
        loaded(tmp_path)


def test_a_folder_without_its_tokenizer_is_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        if path.name != "tokenizer.json":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(BackendUnavailableError, match="tokenizer.json"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("mkl_malloc: failed to allocate memory"),
        MemoryError("std::bad_alloc"),
    ],
)
def test_no_memory_is_a_batch_that_is_too_large(told: Exception) -> None:
    with pytest.raises(BatchTooLargeError, match=str(told)), _out_of_memory_is_too_large():
        raise told


def test_other_failures_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="something else"), _out_of_memory_is_too_large():
        raise RuntimeError("something else")
