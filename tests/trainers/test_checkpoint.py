"""A checkpoint is whole or not there, and every kind of damage is found and named."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
import torch
from tests.trainers.toy import ToyLoop

from spark_trainer.core.errors import CheckpointError
from spark_trainer.trainers.checkpoint import (
    CARD,
    load_parts,
    verify_checkpoint,
    write_checkpoint,
)

PARTS = {"model": {"w": torch.arange(3000.0)}, "data": {"order": [3, 1], "seed": 7}}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "00001-step-5"
    write_checkpoint(folder, "run-a", 5, PARTS, {"loss": 0.5, "bad": float("nan")})
    return folder


def test_what_was_written_is_loaded(saved: Path) -> None:
    parts = load_parts(saved, "run-a")
    assert torch.equal(parts["model"]["w"], PARTS["model"]["w"])
    assert parts["data"] == PARTS["data"]
    card = verify_checkpoint(saved)
    assert (card.step, card.run, card.metrics) == (5, "run-a", {"loss": 0.5})
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]
    assert load_parts(saved, only=["data"]) == {"data": PARTS["data"]}


def test_one_flipped_bit_anywhere_is_found_and_its_file_named(saved: Path) -> None:
    dice = random.Random(0)
    for path in sorted(saved.iterdir()):
        whole = path.read_bytes()
        for at in {0, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(40))}:
            flipped = bytearray(whole)
            flipped[at] ^= 1 << dice.randrange(8)
            path.write_bytes(flipped)
            with pytest.raises(CheckpointError, match=rf"{path.name}: "):
                load_parts(saved)
        path.write_bytes(whole)
    load_parts(saved)


def test_a_cut_at_any_boundary_is_found(saved: Path) -> None:
    path = saved / "model.safetensors"
    whole = path.read_bytes()
    assert len(whole) > 8192
    for end in range(0, len(whole), 4096):
        path.write_bytes(whole[:end])
        with pytest.raises(CheckpointError, match=rf"model.safetensors: has {end} bytes, the card"):
            load_parts(saved)


@pytest.mark.parametrize("name", [CARD, "model.json", "model.safetensors", "data.json"])
def test_a_file_deleted_or_replaced_by_a_link_or_pipe_is_found(saved: Path, name: str) -> None:
    path = saved / name
    moved = path.rename(saved.parent / name)
    with pytest.raises(CheckpointError, match=rf"{name}: No such file"):
        load_parts(saved)
    path.symlink_to(moved)
    with pytest.raises(CheckpointError, match=rf"{name}: not a regular file"):
        load_parts(saved)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(CheckpointError, match=rf"{name}: not a regular file"):
        load_parts(saved)


def test_files_and_folders_swapped_are_found(saved: Path) -> None:
    other = saved.with_name("00002-step-6")
    write_checkpoint(other, "run-a", 6, {**PARTS, "model": {"w": torch.ones(3000)}}, {})
    mine = saved / "model.safetensors"
    shutil.copy(other / "model.safetensors", mine)
    with pytest.raises(CheckpointError, match="not those that were written"):
        load_parts(saved)
    shutil.rmtree(saved)
    other.rename(saved)
    with pytest.raises(CheckpointError, match="holds 00002-step-6; was it renamed"):
        load_parts(saved)


def test_a_foreign_checkpoint_is_refused(saved: Path) -> None:
    with pytest.raises(CheckpointError, match="is of the run run-a, not of run-b"):
        load_parts(saved, "run-b")


def test_a_part_that_is_not_there_is_said(saved: Path) -> None:
    with pytest.raises(CheckpointError, match=r"has no part \['ema'\], only \['data', 'model'\]"):
        load_parts(saved, only=["ema"])
    with pytest.raises(CheckpointError, match="no names for parts"):
        write_checkpoint(saved.with_name("x"), "r", 1, {"../up": {}}, {})


@pytest.mark.parametrize("steps", [1, 7, 12, 13])
def test_a_resumed_loop_goes_on_bit_for_bit(steps: int, tmp_path: Path) -> None:
    loop = ToyLoop()
    for _ in range(steps):
        loop.train_step()
    folder = tmp_path / f"00001-step-{steps}"
    write_checkpoint(folder, "toy", steps, loop.parts(), {})
    losses = [loop.train_step() for _ in range(20)]

    resumed = ToyLoop()
    resumed.load(folder)
    assert [resumed.train_step() for _ in range(20)] == losses
    for a, b in zip(loop.model.parameters(), resumed.model.parameters(), strict=True):
        assert torch.equal(a, b)
    assert resumed.scheduler.get_last_lr() == loop.scheduler.get_last_lr()
