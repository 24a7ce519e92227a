"""A run folder as a page would show it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.trainers.small_runs import make_run

from spark_trainer.core.errors import RunError
from spark_trainer.trainers.run_compare import compared, losses, results, settings_that_differ
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.run_list import listed
from spark_trainer.trainers.run_summary import find_run, runs_below, summarize_run


def flip(path: Path, at: int = 5) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_which_checkpoints_are_good_is_told(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[3.0, 2.0, 1.0], checkpoints=(1, 2, 3))
    flip(folder / "checkpoints" / "00002-step-2" / "data.json")
    (folder / "checkpoints" / "00003-step-3" / "data.safetensors").unlink()
    told = {c.name: c.state for c in summarize_run(folder).checkpoints}
    assert told == {
        "00001-step-1": "good", "00002-step-2": "damaged", "00003-step-3": "damaged",
    }  # fmt: skip
    unread = {c.name: c.state for c in summarize_run(folder, verify=False).checkpoints}
    assert unread == {
        "00001-step-1": "not read", "00002-step-2": "not read", "00003-step-3": "damaged",
    }  # fmt: skip


def test_a_checkpoint_of_another_run_is_not_good(tmp_path: Path) -> None:
    one = make_run(tmp_path / "one", losses=[1.0], checkpoints=(1,))
    two = make_run(tmp_path / "two", losses=[1.0])
    os.rename(one / "checkpoints", two / "checkpoints")
    (found,) = summarize_run(two).checkpoints
    assert found.state == "damaged"
    assert "is of the run" in str(found.problem)


def test_everything_is_told_as_json(tmp_path: Path) -> None:
    folder = make_run(
        tmp_path / "run",
        losses=[3.0, float("nan"), 1.0],
        evaluations={2: {"loss": 2.5, "wer": 0.5}, 3: {"loss": 2.75}},
        checkpoints=(3,),
        results={"test": {"wer": 0.25}},
    )
    (folder / "model").mkdir()
    (folder / "model" / "config.json").touch()
    told = json.loads(json.dumps(summarize_run(folder).as_json(), allow_nan=False))
    assert told["status"] == "completed"
    assert told["run"]["config"] == {"seed": 0}
    assert told["curve"] == [[1, 3.0, 3.0], [3, 1.0, 1.0]]
    assert told["best"] == {"val loss": [2.5, 2], "val wer": [0.5, 2]}
    assert told["results"] == {"test": {"wer": 0.25}}
    assert told["checkpoints"][0]["metrics"] == {"loss": 1.0}
    assert told["model"] == str(folder / "model")


def test_a_result_that_cannot_be_read_is_said_and_hides_nothing_else(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[1.0], results={"test": {"wer": 0.25}})
    (folder / "evaluations" / "other.json").write_text("{}")
    summary = summarize_run(folder)
    assert list(summary.evaluations) == ["test"]
    assert "other.json is not a result" in summary.unreadable[0]


@pytest.mark.parametrize("name", ["nothing", "x" * 400, "a\0b", ""])
def test_a_run_that_is_not_there_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"no run here, nor below .*runs list"):
        find_run(name, tmp_path)


def test_a_run_is_found_by_path_and_by_name(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[])
    assert find_run(str(folder), Path("elsewhere")) == folder
    assert find_run("run", tmp_path) == folder


def test_the_list_has_a_row_for_what_cannot_be_read(tmp_path: Path) -> None:
    make_run(tmp_path / "good", losses=[2.0, 1.5], end=("stopped", {"step": 2}))
    bad = make_run(tmp_path / "bad", losses=[1.0])
    flip(bad / "run.json", 20)
    torn = make_run(tmp_path / "torn", losses=[1.0])
    (torn / "events.jsonl").write_text("no event\n")
    (tmp_path / "not a run").mkdir()
    (tmp_path / "a file").touch()
    rows = {row.folder.name: row for row in listed(tmp_path)}
    assert {name: row.state for name, row in rows.items()} == {
        "bad": "damaged", "good": "stopped", "torn": "damaged",
    }  # fmt: skip
    assert (rows["good"].step, rows["good"].loss) == (2, 1.5)
    assert "digest" in str(rows["bad"].message)
    assert "a line is no event" in str(rows["torn"].message)


def test_runs_below_a_folder_that_is_one_is_that_one(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[])
    assert runs_below(folder) == [folder]
    with pytest.raises(RunError, match="cannot be read: No such file.*--root FOLDER"):
        runs_below(tmp_path / "missing")


def test_only_settings_that_differ_are_compared(tmp_path: Path) -> None:
    configs = [
        {"seed": 0, "rate": 1e-3, "stages": [{"name": "a"}], "same": [1, 2]},
        {"seed": 0, "rate": 1e-4, "stages": [{"name": "a"}, {"name": "b"}], "same": [1, 2]},
    ]
    runs = [
        summarize_run(make_run(tmp_path / str(n), losses=[], config=config))
        for n, config in enumerate(configs)
    ]
    assert settings_that_differ(runs) == [("rate", [1e-3, 1e-4]), ("stages.1.name", [None, "b"])]


def test_a_setting_that_is_null_differs_from_one_that_is_not_there(tmp_path: Path) -> None:
    runs = [
        summarize_run(make_run(tmp_path / str(n), losses=[], config=config))
        for n, config in enumerate([{"seed": 0, "x": None}, {"seed": 0}])
    ]
    assert [name for name, _ in settings_that_differ(runs)] == ["x"]


def test_numbers_stand_beside_each_other(tmp_path: Path) -> None:
    one = make_run(
        tmp_path / "one", losses=[2.0, 1.0], evaluations={2: {"wer": 0.5}},
        results={"test": {"wer": 0.5, "cer": 0.25}},
    )  # fmt: skip
    two = make_run(tmp_path / "two", losses=[3.0], results={"test": {"wer": 0.75}})
    three = make_run(tmp_path / "three", losses=[])
    runs = [summarize_run(folder) for folder in (one, two, three)]
    assert losses(runs) == [
        ("steps", [2, 1, None]),
        ("last loss", [1.0, 3.0, None]),
        ("best val wer", [0.5, None, None]),
    ]
    assert results(runs) == {"test": [("wer", [0.5, 0.75, None]), ("cer", [0.25, None, None])]}
    json.dumps(compared(runs), allow_nan=False)


def test_looking_changes_nothing(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[1.0], checkpoints=(1,), results={"test": {}})
    before = {p: p.stat().st_mtime_ns for p in sorted(folder.rglob("*"))}
    summarize_run(folder)
    listed(tmp_path)
    assert {p: p.stat().st_mtime_ns for p in sorted(folder.rglob("*"))} == before


def test_a_run_can_be_looked_at_while_it_is_written(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[1.0], end=None)
    with RunFolder.open(folder, write=True) as run:
        run.rewind(1)
        run.event("step", step=2, loss=0.5)
        summary = summarize_run(folder)
    assert summary.status.state == "running"
    assert summary.last_loss() == 0.5
