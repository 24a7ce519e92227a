"""What `dataset build` and `dataset verify` answer to odd arguments and moments."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.pipelines.small import (
    COMMAND,
    EPOCH,
    command,
    make_videos,
    outcome,
    reads,
    run,
    run_command,
)

from spark_trainer.cli.main import main

NONE = ["--caption-backend", "none", "--transcription-backend", "none", "--workers", "0"]


def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "dataset", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **more},
    )


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("cli") / "videos")


@pytest.fixture(scope="module")
def built(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of them, to read or to copy."""
    output = tmp_path_factory.mktemp("built") / "out"
    run(videos, output)
    return output


@pytest.fixture(scope="module")
def whole(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of them where nobody stops it."""
    output = tmp_path_factory.mktemp("whole") / "out"
    assert run_command(videos, output).returncode == 0
    return output


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--max-duration", "inf"], "ingest.max_duration_s: is `inf`; must be a number above 0"),
        (["--min-duration", "nan"], "ingest.min_duration_s: "),
        (["--fps", "1e400"], "frames.fps: is `inf`; must be a number above 0, at most 1000"),
        (
            ["--resolution", "99999x99999"],
            "frames.resolution: is `99999`; must be a list of 2, each a whole number",
        ),
        (["--scene-threshold", "30", "--no-scene-detection"], "no enabled step `scenes`"),
        (["--workers", "-1"], "Invalid value for '--workers'"),
        (["--input", "n" * 300], "File name too long"),
        (["--input", "~nobodyhere/x"], "~nobodyhere/x: no such file or folder"),
    ],
)
def test_values_out_of_range_are_one_line_and_make_nothing(
    flags: list[str],
    message: str,
    videos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    where = ["--input", str(videos), "--output", str(tmp_path / "out")]
    assert main(["dataset", "build", *where, *NONE, *flags]) == 2
    told = capsys.readouterr().err
    (line,) = (x for x in told.splitlines() if x.startswith("error: "))
    assert message in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", ["n" * 300, "/proc/nothing", "/etc/passwd"])
def test_an_output_that_cannot_be_is_said(
    output: str, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dataset", "build", "--input", str(videos), "--output", output, *NONE]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: cannot make ")


def test_a_wrong_date_is_said(videos: Path, tmp_path: Path) -> None:
    where = ["--input", str(videos), "--output", str(tmp_path / "out")]
    done = call("build", *where, *NONE, SOURCE_DATE_EPOCH="9" * 30)
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH is '999" in done.stderr


def test_verify_says_what_is_wrong_in_words_and_as_json(
    videos: Path, built: Path, tmp_path: Path
) -> None:
    output = shutil.copytree(built, tmp_path / "out")
    good = call("verify", str(output), "--rederive", "2", "--sources", str(videos))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("ok: 4 videos, ")
    frame = next(output.glob("??/*/frames/*.jpg"))
    frame.write_bytes(frame.read_bytes()[:-1] + b"x")
    name = frame.relative_to(output).as_posix()
    bad = call("verify", str(output))
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[0].startswith(f"changed   {name}: SHA-256 is ")
    assert bad.stdout.splitlines()[-1].startswith("FAILED: 1 findings in 4 videos, ")
    report = json.loads(call("verify", str(output), "--json").stdout)
    assert [f["path"] for f in report["findings"]] == [name]


def test_verify_shows_hostile_names_without_control_characters(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "out")
    (tmp_path / "out" / "evil\x1b[2J\n.txt").touch()
    done = call("verify", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "extra     evil\\x1b[2J\\n.txt: was not made by the build" in done.stdout


def test_a_reader_that_goes_away_is_no_error_of_ours(built: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "dataset", "verify", str(built)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert "Traceback" not in done.stderr


def _has_come_to(moment: str, output: Path) -> bool:
    if moment == "at once":
        return output.exists()
    return (output / "events.jsonl").exists() and bool(reads(output))


@pytest.mark.parametrize("moment", ["at once", "in the middle"])
def test_ctrl_c_in_a_terminal_reaches_all_processes_and_shows_no_traceback(
    moment: str, videos: Path, whole: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    process = subprocess.Popen(
        command(videos, output),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **EPOCH},
    )
    deadline = time.monotonic() + 60
    while not _has_come_to(moment, output) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("stopped. What was finished is kept; ")
    assert run_command(videos, output).returncode == 0
    assert outcome(output) == outcome(whole)
