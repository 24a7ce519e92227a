"""kill -9 at any moment, run again: nothing is done twice, and the bytes are the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.pipelines.small import (
    COMMAND,
    EPOCH,
    command,
    entries,
    events,
    make_videos,
    outcome,
    reads,
    run_command,
)

from spark_trainer.datasets.lock import exclusive

KILLS = 8


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("resume") / "videos")


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments,
        env={**os.environ, **EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children_of_session(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def test_a_build_killed_at_random_moments_ends_in_the_same_bytes(
    videos: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    started = time.monotonic()
    assert run_command(videos, whole).returncode == 0
    usual_s = time.monotonic() - started
    rng = random.Random(7)
    killed = tmp_path / "killed"
    for _ in range(KILLS):
        process = start(*command(videos, killed))
        time.sleep(usual_s * (0.35 + 0.6 * rng.random()))
        process.kill()
        process.communicate()
    assert run_command(videos, killed).returncode == 0
    assert outcome(killed) == outcome(whole)
    again = run_command(videos, killed)
    assert "nothing to do" in again.stdout


def test_what_the_journal_knows_is_not_read_again(videos: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    process = start(*command(videos, output, "--workers", "1"))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (output / "events.jsonl").exists() and len(reads(output)) >= 2:
            break
        time.sleep(0.005)
    process.kill()
    process.communicate()
    done = reads(output)
    assert len(done) >= 2
    assert run_command(videos, output).returncode == 0
    later = reads(output)[len(done) :]
    assert not set(done) & set(later)


def test_workers_die_with_a_killed_build(videos: Path, tmp_path: Path) -> None:
    process = start(*command(videos, tmp_path / "out"))
    deadline = time.monotonic() + 60
    while len(children_of_session(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    while children_of_session(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children_of_session(process.pid) == []


def test_a_worker_that_dies_is_one_failure_which_the_next_run_tries_again(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "videos")
    output = tmp_path / "out"
    process = start(*command(videos, output))
    deadline = time.monotonic() + 60
    killed = False
    while not killed and process.poll() is None and time.monotonic() < deadline:
        for folder in output.glob(".staging/*/candidates"):
            for pid in children_of_session(process.pid):
                try:
                    files = [os.readlink(p) for p in Path(f"/proc/{pid}/fd").iterdir()]
                except OSError:
                    continue
                if any(f.startswith(str(videos)) for f in files) and folder.exists():
                    os.kill(pid, signal.SIGKILL)
                    killed = True
                    break
            if killed:
                break
    _, err = process.communicate(timeout=60)
    assert killed, "no worker was seen at work"
    assert process.returncode == 0, err
    text = (output / "failures.jsonl").read_text()
    if '"crashed"' in text:  # the worker may have been done with its file
        assert "SIGKILL" in text
    assert run_command(videos, output).returncode == 0
    assert run_command(videos, tmp_path / "whole").returncode == 0
    assert outcome(output) == outcome(tmp_path / "whole")


def test_ctrl_c_says_how_to_go_on_and_loses_nothing(videos: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    process = start(*command(videos, output))
    deadline = time.monotonic() + 60
    while not (output / "events.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "What was finished is kept; the same command goes on." in err
    assert "Traceback" not in err
    assert run_command(videos, output).returncode == 0
    assert len(entries(output)) == 4


def test_verify_says_that_a_build_was_interrupted(videos: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert run_command(videos, output).returncode == 0
    process = start(*command(videos, output, "--no-scene-detection"))
    deadline = time.monotonic() + 60
    while len(events(output, "build_started")) < 2 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    done = subprocess.run(
        [*COMMAND, "dataset", "verify", str(output)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "a build was interrupted here, or runs now" in done.stderr


def test_the_second_of_two_builds_says_who_holds_the_folder(videos: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    with exclusive(output):
        done = run_command(videos, output)
    assert done.returncode == 1
    assert f"process {os.getpid()}" in done.stderr
    assert "is being written by" in done.stderr
    assert sorted(p.name for p in output.iterdir()) == [".lock"]
