"""Events: written whole, numbered through, handed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.core.errors import OutputError
from spark_trainer.core.events import EventLog


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_event_is_written_and_told(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    log = EventLog(tmp_path / "e.jsonl", (told.append,))
    log.emit("started", videos=3)
    log.close()
    assert lines(tmp_path / "e.jsonl") == told
    assert told[0]["event"] == "started"
    assert told[0]["videos"] == 3


def test_what_is_only_told_is_not_written(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    log = EventLog(tmp_path / "e.jsonl", (told.append,))
    log.tell({"event": "progress"})
    log.close()
    assert told == [{"event": "progress"}]
    assert (tmp_path / "e.jsonl").read_text() == ""


def test_numbers_go_on_from_run_to_run(tmp_path: Path) -> None:
    for _ in range(3):
        log = EventLog(tmp_path / "e.jsonl")
        log.emit("a")
        log.emit("b")
        log.close()
    assert [e["seq"] for e in lines(tmp_path / "e.jsonl")] == [1, 2, 3, 4, 5, 6]


def test_a_line_torn_by_a_crash_is_ended_and_not_joined_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"seq": 1, "event": "a"}\n{"seq": 2, "ev')
    log = EventLog(path)
    log.emit("b")
    log.close()
    last = path.read_text().splitlines()
    assert last[1] == '{"seq": 2, "ev'
    assert json.loads(last[2])["seq"] == 3


def test_control_characters_and_surrogates_stay_on_one_line(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "e.jsonl")
    log.emit("failed", path="a\nb\x1b[2J\udcff\u2028c")
    log.close()
    data = (tmp_path / "e.jsonl").read_bytes()
    assert data.count(b"\n") == 1
    assert data.isascii()
    assert b"\x1b" not in data


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot open .*missing.*No such file"):
        EventLog(tmp_path / "missing" / "e.jsonl")
