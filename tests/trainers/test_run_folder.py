"""A run's folder: one writer, whole files, and a status that is true after any death."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.trainers.faults import Fault, failing_with, watching

from spark_trainer.core.errors import BusyError, OutputError, RunError
from spark_trainer.trainers.run_card import CARD, plain, read_card
from spark_trainer.trainers.run_events import read_events
from spark_trainer.trainers.run_folder import RunFolder

FACTS: dict[str, Any] = {
    "template": "apotheon-tiny",
    "config": {"seed": 7, "learning_rate": 3e-4, "stages": [{"name": "align"}]},
    "dataset": {"manifest": "d/manifest.jsonl", "sha256": "ab" * 32, "videos": 14},
    "command": ["spark-trainer", "train", "apotheon-tiny"],
}


def made(path: Path) -> Path:
    with RunFolder.create(path, **FACTS) as run:
        run.event("run_started")
    return path


def state(path: Path) -> str:
    return RunFolder.open(path, write=False).status().state


def test_a_run_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "a" / "run", **FACTS, device={"kind": "cpu"}) as run:
        made = run.card
    card = RunFolder.open(tmp_path / "a" / "run", write=False).card
    assert card == made
    assert re.fullmatch("[0-9a-f]{16}", card.id)
    assert card.config == FACTS["config"]
    assert card.command == tuple(FACTS["command"])
    assert card.device == {"kind": "cpu"}
    assert {"python", "spark-trainer", "torch", "numpy"} <= card.packages.keys()


def test_two_runs_have_different_ids(tmp_path: Path) -> None:
    assert read_card(made(tmp_path / "a")).id != read_card(made(tmp_path / "b")).id


def test_nothing_is_written_beside_the_folder(tmp_path: Path) -> None:
    made(tmp_path / "run")
    assert os.listdir(tmp_path) == ["run"]
    names = sorted(os.listdir(tmp_path / "run"))
    assert names == [".lock", "events.jsonl", "log.txt", "run.json"]


def test_text_that_is_no_unicode_is_kept_readable(tmp_path: Path) -> None:
    facts = FACTS | {"command": ["train", "caf\udce9"], "dataset": {"manifest": Path("x\udcff")}}
    with RunFolder.create(tmp_path / "run", **facts):
        card = read_card(tmp_path / "run")
    assert card.command[1] == "caf\\xe9"
    assert card.dataset["manifest"] == "x\\xff"


@pytest.mark.parametrize("seed", range(8))
def test_any_changed_byte_of_the_card_is_found(seed: int, tmp_path: Path) -> None:
    path = made(tmp_path / "run") / CARD
    whole = path.read_bytes()
    value = whole.index(b'"seed": 7') + 8 if seed == 0 else seed * (len(whole) - 3) // 8
    path.write_bytes(whole[:value] + bytes([whole[value] ^ 1]) + whole[value + 1 :])
    with pytest.raises(RunError, match=r"run\.json: (damaged: |format )"):
        RunFolder.open(tmp_path / "run", write=False)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"7", b'{"digest": 1}', b"\xff", b"[" * 100_000, b'{"a": NaN}']
)
def test_what_is_no_card_is_said(text: bytes, tmp_path: Path) -> None:
    made(tmp_path / "run").joinpath(CARD).write_bytes(text)
    with pytest.raises(RunError, match=r"run\.json: damaged: .*Restore it"):
        RunFolder.open(tmp_path / "run", write=True)


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"no run here \(run\.json is missing\).*runs list"):
        RunFolder.open(tmp_path, write=True)
    assert os.listdir(tmp_path) == []


def test_a_run_is_not_made_where_there_is_one(tmp_path: Path) -> None:
    made(tmp_path / "run")
    with pytest.raises(RunError, match="holds a run already. Go on with it"):
        RunFolder.create(tmp_path / "run", **FACTS)


def test_a_run_is_not_made_among_other_files_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "photo\x1b.jpg").touch()
    with pytest.raises(RunError, match=r"not empty \(it holds photo\\x1b\.jpg\)"):
        RunFolder.create(tmp_path, **FACTS)
    assert os.listdir(tmp_path) == ["photo\x1b.jpg"]


def test_a_folder_left_by_a_crash_before_the_card_is_taken_again(tmp_path: Path) -> None:
    (tmp_path / ".lock").touch()
    (tmp_path / ".run.json.0123abcd.tmp").write_text("{")
    made(tmp_path)


def test_the_second_writer_learns_who_holds_the_run(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS):
        for attempt in (
            lambda: RunFolder.open(tmp_path / "run", write=True),
            lambda: RunFolder.create(tmp_path / "run", **FACTS),
        ):
            with pytest.raises((BusyError, RunError), match=f"process {os.getpid()} on|already"):
                attempt()
        with pytest.raises(BusyError, match="stop it, or choose another folder"):
            RunFolder.open(tmp_path / "run", write=True)
    RunFolder.open(tmp_path / "run", write=True).close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    run = RunFolder.open(made(tmp_path / "run"), write=False)
    with pytest.raises(RunError, match="was opened to read"):
        run.event("step", step=1)
    with pytest.raises(RunError, match="was opened to read"):
        run.log("x")


@pytest.mark.parametrize("name", ["events.jsonl", "log.txt", ".lock"])
def test_a_link_in_place_of_a_file_is_not_followed(name: str, tmp_path: Path) -> None:
    folder = made(tmp_path / "run")
    (tmp_path / "mine").write_text("keep this")
    (folder / name).unlink()
    (folder / name).symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match=rf"cannot open .*{name}: Too many levels"):
        RunFolder.open(folder, write=True)
    assert (tmp_path / "mine").read_text() == "keep this"


def test_all_events_but_steps_are_logged_in_words(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS) as run:
        run.event("run_started")
        run.event("step", step=1, loss=0.5)
        run.event("evaluation", step=1, split="val", metrics={"loss": float("nan")})
        run.event("warning", message="slow\x1b")
    lines = (tmp_path / "run" / "log.txt").read_text().splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "run_started",
        'evaluation step 1, split val, metrics {"loss": null}',
        r"warning slow\x1b",
    ]


def test_a_log_line_is_one_printable_line(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS) as run:
        run.log("a\nb\x1b[2J\udcff")
        run.log("c")
    lines = (tmp_path / "run" / "log.txt").read_text().splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [r"a\nb\x1b[2J\xff", "c"]


@pytest.mark.parametrize(
    ("last", "wanted", "message"),
    [
        (("completed", {"step": 9}), "completed", None),
        (("failed", {"message": "loss is not finite"}), "failed", "loss is not finite"),
        (("stopped", {"step": 9}), "stopped", None),
        (("step", {"step": 9, "loss": 1.0}), "interrupted", None),
    ],
)
@pytest.mark.parametrize("told_after", [False, True])
def test_status_is_what_the_last_telling_event_says(
    last: tuple[str, dict[str, Any]],
    wanted: str,
    message: str | None,
    told_after: bool,
    tmp_path: Path,
) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS) as run:
        run.event("run_started")
        run.event(last[0], **last[1])
        if told_after:
            run.event("warning", message='"event": "completed"')
            run.event("evaluation", step=9, split="test", metrics={})
        assert run.status().state == "running"
        assert str(os.getpid()) in str(run.status().message)
    status = RunFolder.open(tmp_path / "run", write=False).status()
    assert (status.state, status.message) == (wanted, message)


def test_a_run_that_went_on_after_it_stopped_is_not_stopped(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS) as run:
        run.event("run_started")
        run.event("stopped", step=4)
        run.rewind(4)
    assert state(tmp_path / "run") == "interrupted"


def test_a_run_that_never_started_is_interrupted(tmp_path: Path) -> None:
    RunFolder.create(tmp_path / "run", **FACTS).close()
    assert state(tmp_path / "run") == "interrupted"


WRITE = """
import sys, pathlib
from spark_trainer.trainers.run_folder import RunFolder
with RunFolder.open(pathlib.Path(sys.argv[1]), write=True) as run:
    run.rewind(0)
    print("running", flush=True)
    for step in range(1, 1_000_000):
        run.event("step", step=step, loss=1 / step, losses={"captioning": 0.5})
"""


def test_a_run_that_is_killed_is_interrupted_and_goes_on_without_a_gap(tmp_path: Path) -> None:
    folder = made(tmp_path / "run")
    for _ in range(3):
        child = subprocess.Popen([sys.executable, "-c", WRITE, folder], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"running\n"
        assert state(folder) == "running"
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert state(folder) == "interrupted"
    with RunFolder.open(folder, write=True) as run:
        run.event("completed", step=0)
    seqs = [event["seq"] for event in read_events(folder / "events.jsonl")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert state(folder) == "completed"


def _outlive(ready: multiprocessing.synchronize.Event, end: Any) -> None:
    ready.set()
    end.wait(30)


def test_a_forked_worker_that_outlives_the_run_does_not_hold_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready, end = context.Event(), context.Event()
    with RunFolder.create(tmp_path / "run", **FACTS):
        worker = context.Process(target=_outlive, args=(ready, end))
        worker.start()
        assert ready.wait(20)
        assert state(tmp_path / "run") == "running"
    assert state(tmp_path / "run") == "interrupted"
    RunFolder.open(tmp_path / "run", write=True).close()
    end.set()
    worker.join(20)


def test_asking_for_the_status_does_not_turn_a_writer_away(tmp_path: Path) -> None:
    folder = made(tmp_path / "run")
    ask = f"""
import pathlib
from spark_trainer.datasets.lock import holder
print(flush=True)
while True: holder(pathlib.Path({str(folder)!r}))
"""
    asker = subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE)
    assert asker.stdout is not None
    asker.stdout.readline()
    for _ in range(50):
        RunFolder.open(folder, write=True).close()
    asker.kill()
    asker.communicate()


def test_status_changes_no_byte_and_no_name(tmp_path: Path) -> None:
    folder = made(tmp_path / "run")
    (folder / ".lock").unlink()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    state(folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_every_call_that_fails_is_an_output_error_and_the_next_try_works(
    code: int, tmp_path: Path
) -> None:
    for nth in range(1, 60):
        folder = tmp_path / f"{code}-{nth}" / "run"
        fault = Fault(tmp_path, nth, failing_with(code))
        with watching(fault, "open", "write", "fsync", "rename", "mkdir"):
            try:
                made(folder)
            except (OutputError, RunError) as e:
                assert os.strerror(code) in str(e)
        if fault.calls < nth:
            break
        run = read_card(folder) if (folder / CARD).exists() else read_card(made(folder))
        assert run.template == "apotheon-tiny"
        RunFolder.open(folder, write=True).close()
    else:
        pytest.fail("more calls than were counted")
    assert nth > 6


def test_the_lock_is_let_go_when_the_events_cannot_be_opened(tmp_path: Path) -> None:
    folder = made(tmp_path / "run")
    (folder / "events.jsonl").unlink()
    (folder / "events.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"cannot open .*events\.jsonl: Is a directory"):
        RunFolder.open(folder, write=True)
    (folder / "events.jsonl").rmdir()
    RunFolder.open(folder, write=True).close()


def test_the_checkpoints_are_of_this_run(tmp_path: Path) -> None:
    with RunFolder.create(tmp_path / "run", **FACTS) as run:
        run.shelf().save(3, {"data": {"position": 1}}, {})
        found = run.shelf().newest_good()
    assert found is not None
    assert found.card.run == run.id
    assert found.folder.parent == tmp_path / "run" / "checkpoints"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (float("nan"), None),
        ([1, float("inf"), (2.5, True)], [1, None, [2.5, True]]),
        ({Path("k"): {1: "a\ud800"}}, {"k": {"1": "a\\ud800"}}),
        (10**30, 10**30),
        (None, None),
    ],
)
def test_values_become_plain(value: object, wanted: object) -> None:
    assert plain(value) == wanted
    json.dumps(plain(value), allow_nan=False)


def test_numbers_of_numpy_become_plain_and_tensors_are_refused() -> None:
    import numpy as np
    import torch

    assert plain({"a": np.float32(0.5), "b": np.int64(3)}) == {"a": 0.5, "b": 3}
    with pytest.raises(TypeError, match="Tensor is no plain value"):
        plain({"loss": torch.tensor(1.0)})
