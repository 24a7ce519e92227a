"""What a command tells whoever runs it as a job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spark_trainer.core.job_events import VARIABLE, job_listeners, tell_output


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_folder_is_told_as_a_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "events.jsonl"))
    monkeypatch.chdir(tmp_path)
    tell_output("run", Path("runs/../runs/a\udcff"))
    (told,) = lines(tmp_path / "events.jsonl")
    assert (told["event"], told["kind"]) == ("output", "run")
    assert told["path"] == f"{tmp_path.resolve()}/runs/a\\xff"


def test_nothing_is_told_where_this_is_no_job_or_not_its_first_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    tell_output("run", tmp_path)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "events.jsonl"))
    monkeypatch.setenv("RANK", "1")
    tell_output("run", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_of_what_comes_often_some_is_told_and_the_last_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "events.jsonl"))
    monkeypatch.setattr("spark_trainer.core.job_events.time.monotonic", lambda: 5.0)
    (tell,) = job_listeners()
    for number in range(4):
        tell({"event": "step", "step": number, "progress": number / 4, "seq": 9, "time": 1.0})
    tell({"event": "step", "step": 4, "progress": 1.0})
    tell({"event": "evaluation", "step": 4})
    found = [(line["event"], line["step"]) for line in lines(tmp_path / "events.jsonl")]
    assert found == [("step", 0), ("step", 4), ("evaluation", 4)]
