"""Events: whole lines, every step once after a resume, found by number without reading all."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import OutputError, RunError
from spark_trainer.trainers import run_events
from spark_trainer.trainers.run_events import (
    EventWriter,
    current,
    read_backwards,
    read_events,
    without_superseded,
)


def written(path: Path, count: int) -> Path:
    writer = EventWriter(path)
    for step in range(1, count + 1):
        writer.emit("step", step=step, loss=1 / step)
    writer.close()
    return path


def seqs(path: Path, after: int = 0) -> list[int]:
    return [event["seq"] for event in read_events(path, after)]


def test_a_line_has_number_time_and_kind_first(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    writer.emit("step", step=1, losses={"captioning": float("nan")}, left_s=float("inf"))
    writer.close()
    (event,) = read_events(tmp_path / "e.jsonl")
    assert list(event) == ["seq", "time", "event", "step", "losses", "left_s"]
    assert event["losses"] == {"captioning": None}
    assert event["left_s"] is None


def test_text_from_outside_stays_one_plain_line(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    writer.emit("warning", message="a\nb\x1b[2J\udcff\u2028c\ud800")
    writer.close()
    data = (tmp_path / "e.jsonl").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == 1
    (event,) = read_events(tmp_path / "e.jsonl")
    assert event["message"] == "a\nb\x1b[2J\\xff\u2028c\\ud800"


@pytest.mark.parametrize("fact", ["seq", "time", "event"])
def test_a_fact_cannot_take_the_place_of_what_every_event_has(fact: str, tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    with pytest.raises(TypeError, match=f"'{fact}'.* names of every event"):
        writer.emit("step", **{fact: 1})
    writer.close()


def test_what_is_no_plain_value_is_refused_and_leaves_no_line(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    with pytest.raises(TypeError, match="object is no plain value"):
        writer.emit("step", loss=object())
    writer.emit("step", loss=1.0)
    writer.close()
    assert seqs(tmp_path / "e.jsonl") == [1]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_last_line_is_left_out_and_cut_off_by_the_next_writer(
    cut: int, tmp_path: Path
) -> None:
    path = written(tmp_path / "e.jsonl", 3)
    os.truncate(path, path.stat().st_size - cut)
    assert seqs(path) == [1, 2]
    length = len(path.read_bytes().splitlines()[-1])
    writer = EventWriter(path)
    assert writer.cut_bytes == length
    writer.emit("step", step=3)
    writer.close()
    assert seqs(path) == [1, 2, 3]


def test_zeros_that_a_power_cut_left_are_cut_off(tmp_path: Path) -> None:
    path = written(tmp_path / "e.jsonl", 2)
    with path.open("ab") as stream:
        stream.write(bytes(70_000))
    writer = EventWriter(path)
    assert writer.cut_bytes == 70_000
    writer.close()
    assert path.read_bytes().endswith(b"}\n")


def test_a_file_that_was_only_a_torn_line_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes(b'{"seq": 1')
    written(tmp_path / "e.jsonl", 1)
    assert seqs(tmp_path / "e.jsonl") == [1]


@pytest.mark.parametrize(
    "line",
    [b"{}", b"7", b'{"seq": 1}', b'{"seq": "1", "event": "step"}', b"\xff\x00", b"[" * 9999, b"",
     b'{"seq": 1, "event": "step", "step": "x"}'],
)  # fmt: skip
def test_a_whole_line_that_is_no_event_is_damage_and_is_named(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_bytes(line + b"\n")
    for read in (list, lambda events: next(iter(events), None)):
        with pytest.raises(RunError, match=r"e\.jsonl: damaged: a line is no event: .*Delete"):
            read(read_events(path))
    with pytest.raises(RunError, match="a line is no event"):
        EventWriter(path)


def test_a_file_that_is_not_there_holds_no_events(tmp_path: Path) -> None:
    assert list(read_events(tmp_path / "e.jsonl")) == []
    assert list(read_backwards(tmp_path / "e.jsonl")) == []


@pytest.mark.parametrize(
    "make", [os.mkdir, os.mkfifo, lambda path: os.symlink("/etc/passwd", path)]
)
def test_what_is_no_file_is_said_and_does_not_block(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    make(path)
    for read in (read_events, read_backwards):
        with pytest.raises(RunError, match=r"cannot be read: (not a regular|Too many levels)"):
            list(read(path))
    with pytest.raises((RunError, OutputError), match=r"cannot (be read|open)"):
        EventWriter(path)


@pytest.mark.parametrize("block", [64, 300, 1 << 16])
def test_reading_after_a_number_gives_what_follows_it(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_events, "_BLOCK", block)
    path = written(tmp_path / "e.jsonl", 120)
    for after in (0, 1, 2, 59, 60, 118, 119, 120, 999):
        assert seqs(path, after) == list(range(after + 1, 121))
    backwards = [event["seq"] for event in read_backwards(path)]
    assert backwards == list(range(120, 0, -1))


def test_lines_longer_than_a_block_are_read_from_both_ends(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    for step in range(1, 6):
        writer.emit("samples", step=step, text="x" * 300_000)
    writer.close()
    assert seqs(tmp_path / "e.jsonl", 3) == [4, 5]
    assert [event["seq"] for event in read_backwards(tmp_path / "e.jsonl")] == [5, 4, 3, 2, 1]


def test_only_the_wanted_kinds_are_given(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    for kind in ("step", "warning", "step", "evaluation"):
        writer.emit(kind, message='"event": "evaluation"')
    writer.close()
    kinds = [e["seq"] for e in read_events(tmp_path / "e.jsonl", kinds={"evaluation", "warning"})]
    assert kinds == [2, 4]


def test_lines_of_another_writer_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_text('{"event":"step","seq":1}\n{"event":"warning","seq":2}\n')
    assert [e["seq"] for e in read_events(tmp_path / "e.jsonl", kinds={"warning"})] == [2]
    assert seqs(tmp_path / "e.jsonl", 1) == [2]


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=6
    )
)  # fmt: skip
def test_every_step_comes_once_and_from_its_last_time(lives: list[tuple[int, int]]) -> None:
    """Each life resumes from a step that was reached, does some steps, and dies."""
    events: list[dict[str, Any]] = []
    resumes: list[tuple[int, int]] = []
    last: dict[int, int] = {}
    reached = 0

    def say(kind: str, step: int) -> None:
        events.append({"seq": len(events) + 1, "event": kind, "step": step})

    for length, back in lives:
        reached = max(0, reached - back)
        say("resumed", reached)
        resumes.append((events[-1]["seq"], reached))
        last = {step: seq for step, seq in last.items() if step <= reached}
        for _ in range(length):
            reached += 1
            say("step", reached)
            last[reached] = len(events)
    kept = [e for e in without_superseded(events, resumes) if e["event"] == "step"]
    assert [(e["step"], e["seq"]) for e in kept] == sorted(last.items())
    assert [e["step"] for e in kept] == list(range(1, reached + 1))


def test_a_run_that_begins_anew_without_a_checkpoint_undoes_all_steps(tmp_path: Path) -> None:
    for _ in range(2):
        writer = EventWriter(tmp_path / "e.jsonl")
        writer.emit("run_started", step=0)
        for step in (1, 2):
            writer.emit("step", step=step)
        writer.close()
    told = [(e["seq"], e["step"]) for e in current(tmp_path / "e.jsonl", {"step"})]
    assert told == [(5, 1), (6, 2)]


def test_what_was_undone_leaves_the_metrics_but_not_the_warnings(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "e.jsonl")
    writer.emit("step", step=1)
    writer.emit("checkpoint", step=1, name="00001-step-1")
    writer.emit("step", step=2, loss=7.0)
    writer.emit("evaluation", step=2, metrics={})
    writer.emit("warning", step=2, message="slow")
    writer.emit("resumed", step=1)
    writer.emit("step", step=2, loss=3.0)
    writer.close()
    told = [(e["event"], e.get("step"), e.get("loss")) for e in current(tmp_path / "e.jsonl")]
    assert told == [
        ("step", 1, None),
        ("checkpoint", 1, None),
        ("warning", 2, None),
        ("resumed", 1, None),
        ("step", 2, 3.0),
    ]


FILL = """
import pathlib, resource, signal, sys
from spark_trainer.core.errors import OutputError
from spark_trainer.trainers.run_events import EventWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
writer = EventWriter(pathlib.Path(sys.argv[1]))
for step in range(1, 1000):
    try:
        writer.emit("step", step=step, loss=0.5)
    except OutputError as e:
        print(e)
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.emit("failed", message="no room")
"""


def test_a_file_that_cannot_grow_holds_whole_lines_and_the_next_number(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    child = subprocess.run(
        [sys.executable, "-c", FILL, path], capture_output=True, text=True, check=True, timeout=60
    )
    assert "cannot write" in child.stdout
    assert "File too large" in child.stdout
    assert path.read_bytes().endswith(b"}\n")
    assert seqs(path) == list(range(1, len(seqs(path)) + 1))
    assert json.loads(path.read_text().splitlines()[-1])["event"] == "failed"


def test_an_fsync_that_fails_at_a_checkpoint_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_fd: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    writer = EventWriter(tmp_path / "e.jsonl")
    monkeypatch.setattr(os, "fsync", fail)
    writer.emit("step", step=1)
    with pytest.raises(OutputError, match=r"cannot write .*e\.jsonl: Input/output error"):
        writer.emit("checkpoint", step=1, name="00001-step-1")
    writer.emit("warning", message="the disk is failing")
    writer.close()
    assert seqs(tmp_path / "e.jsonl") == [1, 2, 3]
