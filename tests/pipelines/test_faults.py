"""The Nth call that touches the disk fails, for every N: one clear error, and nothing is lost."""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.encode import encode
from tests.corpus.sound import Sound
from tests.pipelines.small import command, entries, outcome, pictures, run, run_command

from spark_trainer.core.errors import OutputError, SparkTrainerError
from spark_trainer.datasets.verify import verify
from spark_trainer.pipelines.ops import Frames

CALLS = ("open", "write", "fsync", "rename", "replace", "mkdir", "link")
FAULTS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE)
AT_MOST = 8
"""Calls tried a kind; where a build makes more, they are spread evenly."""


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "videos"
    folder.mkdir()
    encode(folder / "a.mp4", pictures(0, 20), audio=Sound(end_s=0.8))
    encode(folder / "b.mp4", pictures(500, 20))
    return folder


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


class Fault:
    """Lets the Nth call below a folder fail, and counts them all."""

    def __init__(self, below: Path, nth: int, code: int) -> None:
        self._below, self._nth, self._code = str(below), nth, code
        self.calls = 0

    def hits(self, where: Any) -> None:
        if isinstance(where, int):
            try:
                where = os.readlink(f"/proc/self/fd/{where}")
            except OSError:
                return
        if str(where).startswith(self._below):
            self.calls += 1
            if self.calls == self._nth:
                raise OSError(self._code, os.strerror(self._code), str(where))


@contextmanager
def failing(fault: Fault, call: str) -> Iterator[None]:
    """Put a fault before every call of one kind, at each door that Python has to it."""
    doors: list[tuple[Any, str]] = [(os, call)]
    if call == "open":
        doors += [(builtins, "open"), (io, "open")]
    with pytest.MonkeyPatch.context() as patch:
        for module, name in doors:
            patch.setattr(module, name, _guarded(getattr(module, name), fault))
        yield


def _guarded(real: Callable[..., Any], fault: Fault) -> Callable[..., Any]:
    def guarded(where: Any, *rest: Any, **more: Any) -> Any:
        fault.hits(where)
        return real(where, *rest, **more)

    return guarded


def count_calls(videos: Path, output: Path, call: str) -> int:
    fault = Fault(output, -1, 0)
    with failing(fault, call):
        run(videos, output)
    return fault.calls


@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_is_one_clear_error_and_the_next_run_ends_in_the_same_bytes(
    call: str, videos: Path, tmp_path: Path
) -> None:
    total = count_calls(videos, tmp_path / "whole", call)
    assert total > 0, f"a build never calls {call}"
    whole = outcome(tmp_path / "whole")
    step = max(1, total // AT_MOST)
    for nth in range(1, total + 1, step):
        output = tmp_path / "out"
        code = FAULTS[nth % len(FAULTS)]
        with failing(Fault(output, nth, code), call):
            try:
                run(videos, output)
            except SparkTrainerError as e:
                message = str(e)
                assert os.strerror(code) in message, f"{call} {nth}: {message}"
        run(videos, output)
        assert outcome(output) == whole, f"{call} {nth}"
        shutil.rmtree(output)


def test_the_error_names_the_path_and_what_to_do(videos: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    with (
        failing(Fault(output, 3, errno.ENOSPC), "fsync"),
        pytest.raises(OutputError, match=r"No space left on device.*run the same command again"),
    ):
        run(videos, output)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = "size=4m"
    mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount program")
    if done.returncode != 0:
        pytest.skip(f"cannot mount a tmpfs here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_stops_with_a_message_and_goes_on_after(
    videos: Path, small_disk: Path, tmp_path: Path
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(int(3.85 * 2**20)))
    output = small_disk / "out"
    stopped = run_command(videos, output)
    assert stopped.returncode == 1
    assert re.search(r"error: .*(No space left on device|disk is full|full)", stopped.stderr)
    assert "Traceback" not in stopped.stderr
    ballast.unlink()
    assert run_command(videos, output).returncode == 0
    assert run_command(videos, tmp_path / "whole").returncode == 0
    assert set(outcome(output)) == set(outcome(tmp_path / "whole"))
    assert set(entries(output)) == {"a.mp4", "b.mp4"}


def test_a_read_only_folder_is_said(videos: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = run_command(videos, small_disk / "out")
    assert done.returncode == 1
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_output_may_lie_inside_the_input(videos: Path, tmp_path: Path) -> None:
    inside = tmp_path / "in"
    shutil.copytree(videos, inside)
    for _ in range(2):
        done = subprocess.run(
            command(inside, inside / "dataset"), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert set(entries(inside / "dataset")) == {"a.mp4", "b.mp4"}


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_source_that_cannot_be_read_is_a_failure_and_is_tried_again(
    nth: int, videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.pread, 0

    def pread(fd: int, *rest: int) -> bytes:
        nonlocal calls
        if os.readlink(f"/proc/self/fd/{fd}") == str(videos / "a.mp4"):
            calls += 1
            if calls == nth:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(fd, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pread", pread)
        summary = run(videos, tmp_path / "out")
    if calls >= nth:
        assert [(f["path"], f["code"]) for f in summary.failures] == [("a.mp4", "io")]
        assert "Input/output error" in summary.failures[0]["reason"]
    else:
        assert nth > 2
    run(videos, tmp_path / "out")
    run(videos, tmp_path / "whole")
    assert outcome(tmp_path / "out") == outcome(tmp_path / "whole")
    assert run(videos, tmp_path / "out").nothing_to_do


@pytest.mark.parametrize("free_kib", [0, 40, 150, 260])
def test_a_disk_that_fills_up_at_some_moment_loses_nothing(
    free_kib: int, videos: Path, small_disk: Path, tmp_path: Path
) -> None:
    output = small_disk / "out"
    run(videos, output, Frames(fps=1))
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    os.truncate(ballast, max(0, ballast.stat().st_size - free_kib * 1024))
    try:
        run(videos, output)
    except SparkTrainerError as e:
        assert isinstance(e, OutputError)
        assert re.search("No space left on device|disk is full", str(e))
        assert "delete it" not in str(e)
    ballast.unlink()
    run(videos, output)
    run(videos, tmp_path / "as deep" / "out")
    assert outcome(output) == outcome(tmp_path / "as deep" / "out")
    assert verify(output).ok
