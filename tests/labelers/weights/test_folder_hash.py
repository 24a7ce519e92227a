"""The hash of a folder's files: what it depends on, and that gigabytes are read once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.labelers.weights.folder_hash import cache_folder, folder_hash


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "spark_trainer" / "hashes.json"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_bytes(b"{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


NAMES = ["config.json", "model.safetensors"]


@contextmanager
def same_facts(path: Path) -> Iterator[None]:
    """Whatever is done to the file, its time of change is as before."""
    before = path.stat()
    yield
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_names_and_contents_decide_and_nothing_else(model: Path, tmp_path: Path) -> None:
    first = folder_hash(model, NAMES)
    (model / "README.md").write_text("not loaded")
    assert folder_hash(model, NAMES[::-1]) == first
    assert folder_hash(model.rename(tmp_path / "moved"), NAMES) == first
    moved = tmp_path / "moved"
    (moved / "other.safetensors").write_bytes(b"weights")
    assert folder_hash(moved, ["config.json", "other.safetensors"]) != first
    (moved / "model.safetensors").write_bytes(b"Weights")
    assert folder_hash(moved, NAMES) != first


def test_unchanged_files_are_not_read_again(model: Path) -> None:
    first = folder_hash(model, NAMES)
    weights = model / "model.safetensors"
    with same_facts(weights):
        weights.write_bytes(b"WEIGHTS")
    assert folder_hash(model, NAMES) == first, "read, although size, time and inode are the same"
    os.utime(weights, ns=(0, 1))
    assert folder_hash(model, NAMES) != first


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 1}', b"[" * 100_000, b"\xff"])
def test_a_damaged_cache_only_costs_time(model: Path, cache: Path, damage: bytes) -> None:
    first = folder_hash(model, NAMES)
    cache.write_bytes(damage)
    assert folder_hash(model, NAMES) == first
    assert len(cache.read_bytes()) > 100


def test_a_cache_that_cannot_be_written_only_costs_time(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = folder_hash(model, NAMES)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert folder_hash(model, NAMES) == first


def test_a_cache_folder_that_is_not_absolute_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache_folder() == tmp_path / ".cache" / "spark_trainer"


def test_a_file_that_is_gone_is_named(model: Path) -> None:
    with pytest.raises(BackendUnavailableError, match=r"gone\.json: cannot be read: No such file"):
        folder_hash(model, ["gone.json"])
