"""docs/runs.md says what is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.trainers.small_runs import make_run

from spark_trainer.trainers.run_events import BEGINS, DURABLE, REPEATED
from spark_trainer.trainers.run_status import State
from spark_trainer.trainers.trackers.registry import TRACKERS

DOC = (Path(__file__).resolve().parents[2] / "docs" / "runs.md").read_text()


def first_column(heading: str) -> set[str]:
    """The names in backquotes of the table under a column's heading."""
    table = DOC.split(f"\n| {heading} |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| (.*?) \|", table, re.MULTILINE)[1:]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_every_status_event_and_tracker_is_described() -> None:
    assert first_column("status") == set(get_args(State))
    assert first_column("event") == BEGINS | DURABLE | REPEATED | {"warning"}
    assert first_column("name") == set(TRACKERS)


def test_the_files_named_are_those_written(tmp_path: Path) -> None:
    folder = make_run(
        tmp_path / "run", losses=[1.0], checkpoints=(1,), results={"test": {"wer": 1.0}}
    )
    tree = DOC.split("```")[1]
    named = {name.rstrip("/") for name in re.findall(r"^  (\S+)", tree, re.MULTILINE)}
    assert {path.name for path in folder.iterdir()} == named - {"model", "samples", "tensorboard"}


def test_the_example_reads_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_run(tmp_path / "runs" / "mine", losses=[2.0, 1.0])
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "runs.md", "exec", dont_inherit=True), names)
    assert names["curve"] == [(1, 2.0), (2, 1.0)]
    assert names["news"] == []
