"""A run always has a good checkpoint, whatever fails, and whenever it dies."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import torch
from tests.trainers.faults import CALLS, Fault, failing_with, watching

from spark_trainer.core.errors import CheckpointError, OutputError
from spark_trainer.trainers.checkpoint_shelf import CheckpointShelf, Keep

REPO = Path(__file__).resolve().parents[2]


def shelf_of(folder: Path, *losses: float) -> CheckpointShelf:
    shelf = CheckpointShelf(folder, "run")
    for step, loss in enumerate(losses, start=1):
        shelf.save(step, {"model": {"w": torch.full((3,), step)}}, {"loss": loss})
    return shelf


def damage(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")


def test_without_checkpoints_there_is_none(tmp_path: Path) -> None:
    shelf = CheckpointShelf(tmp_path / "none", "run")
    assert shelf.newest_good() is None
    assert shelf.prune(Keep()) == []
    shelf.sweep()


def test_damaged_ones_are_passed_over_and_named(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 3, 2, 1)
    found = shelf.newest_good()
    assert found is not None and found.card.step == 3 and found.passed_over == ()
    damage(tmp_path / "00003-step-3")
    (tmp_path / "00002-step-2/card.json").unlink()
    found = shelf.newest_good()
    assert found is not None and found.card.step == 1
    assert "00003-step-3/model.safetensors: its bytes are not" in found.passed_over[0]
    assert "00002-step-2/card.json: No such file" in found.passed_over[1]
    damage(tmp_path / "00001-step-1")
    with pytest.raises(CheckpointError, match=r"no checkpoint .* is good: .*00003.*Restore one"):
        shelf.newest_good()


def test_two_checkpoints_swapped_are_both_found(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 3, 2, 1)
    a, b, between = tmp_path / "00003-step-3", tmp_path / "00002-step-2", tmp_path / "x"
    a.rename(between)
    b.rename(a)
    between.rename(b)
    found = shelf.newest_good()
    assert found is not None and found.card.step == 1
    assert "holds 00002-step-2" in found.passed_over[0]


def test_what_is_saved_after_going_back_is_the_newest(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 3, 2, 1)
    damage(tmp_path / "00003-step-3")
    shelf.save(3, {"model": {}}, {})
    shelf.save(1, {"model": {}}, {})
    found = shelf.newest_good()
    assert found is not None and found.folder.name == "00005-step-1"
    assert shelf.names()[2:] == ["00003-step-3", "00004-step-3", "00005-step-1"]


@pytest.mark.parametrize(
    ("keep", "stay"),
    [
        (Keep(newest=2), [5, 6]),
        (Keep(newest=1, metric="loss"), [2, 6]),
        (Keep(newest=1, best=2, metric="loss"), [2, 4, 6]),
        (Keep(newest=1, metric="loss", higher_is_better=True), [1, 6]),
        (Keep(newest=2, metric="never measured"), [5, 6]),
        (Keep(newest=9), [1, 2, 3, 4, 5, 6]),
    ],
)
def test_the_newest_and_the_best_stay(keep: Keep, stay: list[int], tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 9, 1, float("nan"), 2, 5, 4)
    shelf.prune(keep)
    assert [int(name[:5]) for name in shelf.names()] == stay
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_only_good_one_is_never_deleted(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 3, 2, 1)
    damage(tmp_path / "00003-step-3")
    assert shelf.prune(Keep(newest=1)) == []
    assert len(shelf.names()) == 3
    (tmp_path / "00003-step-3/card.json").unlink()
    assert shelf.prune(Keep(newest=1)) == ["00001-step-1", "00003-step-3"]
    assert shelf.names() == ["00002-step-2"]


def test_keeping_none_is_refused() -> None:
    with pytest.raises(ValueError, match="at least the newest"):
        Keep(newest=0)


def save_and_prune(shelf: CheckpointShelf) -> None:
    shelf.save(9, {"model": {"w": torch.ones(3)}, "data": {}}, {"loss": 9})
    shelf.prune(Keep(newest=1))


@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_is_one_clear_error_and_leaves_a_good_checkpoint(
    call: str, tmp_path: Path
) -> None:
    fault = Fault(tmp_path / "whole", -1, failing_with(0))
    whole = shelf_of(tmp_path / "whole", 3, 2)
    with watching(fault, call):
        save_and_prune(whole)
    assert fault.calls > 0, f"never calls {call}"
    for nth in range(1, fault.calls + 1):
        code = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE)[nth % 4]
        folder = tmp_path / f"{nth}"
        shelf = shelf_of(folder, 3, 2)
        with watching(Fault(folder, nth, failing_with(code)), call):
            try:
                save_and_prune(shelf)
            except (OutputError, CheckpointError) as e:
                assert os.strerror(code) in str(e), f"{call} {nth}: {e}"
                assert str(folder) in str(e)
        found = shelf.newest_good()
        assert found is not None and found.passed_over == (), f"{call} {nth}"
        save_and_prune(shelf)
        shelf.sweep()
        assert len(list(folder.iterdir())) == 1, f"{call} {nth}"


def test_death_between_any_two_calls_leaves_a_good_checkpoint(tmp_path: Path) -> None:
    """The folder is looked at as it is before each call: what a kill at that moment would leave."""
    folder = tmp_path / "run"
    shelf = shelf_of(folder, 3, 2)
    seen: list[tuple[str, ...]] = []

    class Watch(Fault):
        def hits(self, where: object) -> None:
            if not self.busy:
                self.busy = True
                found = shelf.newest_good()
                assert found is not None and found.passed_over == ()
                seen.append(tuple(shelf.names()))
                self.busy = False

        busy = False

    with watching(Watch(folder, -1, failing_with(0)), *CALLS):
        save_and_prune(shelf)
    assert len(seen) > 20
    new = "00003-step-9"
    assert list(dict.fromkeys(seen)) == [
        ("00001-step-1", "00002-step-2"),
        ("00001-step-1", "00002-step-2", new),
        ("00002-step-2", new),
        (new,),
    ]


def test_leftovers_of_a_crash_are_swept_and_nothing_else(tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, 1)
    for name in (".00002-step-2.0123abcd.tmp", ".00001-step-1.0123abcd.gone", ".mine.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").touch()
    shelf.sweep()
    assert sorted(p.name for p in tmp_path.iterdir()) == [".mine.tmp", "00001-step-1"]
