"""Exit codes and messages, as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from tests.pipelines.small import COMMAND, make_videos, run_command

from spark_trainer import __version__
from spark_trainer.cli.main import main


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("cli") / "videos")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dataset", "build"], "error: Missing option"),
        (["dataset", "build", "--fps", "abc", "--input", "x"], "Invalid value for '--fps'"),
        (["dataset", "build", "--inptu", "x"], "No such option: --inptu"),
        (["dataset", "build", "--input", "/nowhere"], "no such file or folder"),
        (
            ["dataset", "build", "--input", ".", "--fit", "foo"],
            "unknown choice `foo`; known: stretch, pad, crop",
        ),
        (
            ["dataset", "build", "--input", ".", "--fps", "0"],
            "frames.fps: is `0.0`; must be a number above 0",
        ),
        (["dataset", "build", "--input", ".", "--resolution", "3"], "WIDTHxHEIGHT such as 224x224"),
        (
            ["dataset", "build", "--input", ".", "--caption-backend", "x"],
            "captions.backend: unknown choice `x`; known: blip2",
        ),
        (["dataset", "frobnicate"], "No such command 'frobnicate'"),
        (["pipeline", "validate", "/nowhere.yaml"], "No such file or directory"),
    ],
)
def test_bad_usage_is_one_message_and_exit_code_2(arguments: list[str], message: str) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert message in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["dataset", "verify", "/nowhere"],
        ["dataset", "show", "/nowhere"],
        ["dataset", "inspect", "/nowhere", "x"],
        [
            "dataset",
            "build",
            "--input",
            str(Path(__file__).parents[2] / "demo" / "videos"),
            "--caption-backend",
            "blip2",
            "--output",
            "/nowhere/out",
        ],
    ],
)
def test_a_failure_is_one_message_and_exit_code_1(arguments: list[str]) -> None:
    done = call(*arguments)
    assert done.returncode == 1
    assert len([x for x in done.stderr.splitlines() if x.startswith("error: ")]) == 1
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback() -> None:
    assert "Traceback" in call("--debug", "dataset", "verify", "/nowhere").stderr


def test_version_and_help() -> None:
    assert call("--version").stdout == f"spark-trainer {__version__}\n"
    text = call("dataset", "build", "--help").stdout
    for option in ("--transcription-backend", "--no-scene-detection", "--frames-at", "--json"):
        assert option in text


def test_json_is_one_object_on_standard_output(videos: Path, tmp_path: Path) -> None:
    done = run_command(videos, tmp_path / "out", "--json")
    summary = json.loads(done.stdout)
    assert (summary["videos"], summary["failed"], summary["aliases"]) == (4, 1, 1)
    assert summary["manifest"].endswith("out/manifest.jsonl")
    assert "6 videos, " in done.stderr


def test_progress_is_plain_lines_without_a_terminal(videos: Path, tmp_path: Path) -> None:
    done = run_command(videos, tmp_path / "out")
    assert "\x1b" not in done.stdout + done.stderr
    assert "failed: g broken.mp4: unreadable: " in done.stderr
    assert "1 failed; reasons in " in done.stdout


def test_strict_fails_when_a_video_failed(videos: Path, tmp_path: Path) -> None:
    assert run_command(videos, tmp_path / "out").returncode == 0
    assert run_command(videos, tmp_path / "out", "--strict").returncode == 1


def test_nothing_made_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.mp4").write_text("words")
    assert run_command(tmp_path / "in", tmp_path / "out").returncode == 1


def test_the_back_ends_that_were_chosen_are_said(videos: Path, tmp_path: Path) -> None:
    done = call("dataset", "build", "--input", str(videos), "--output", str(tmp_path / "out"))
    assert done.returncode == 0
    assert "captions: no --caption-backend given; using `sidecar`" in done.stderr
    assert "using `pocketsphinx`" in done.stderr
    config = json.loads((tmp_path / "out" / "dataset.json").read_text())["settings"]
    assert config["caption_backend"] == "sidecar"


def test_a_pipeline_file_of_ones_own(videos: Path, tmp_path: Path) -> None:
    shown = call("pipeline", "show", "--yaml").stdout
    text = shown.replace("fps: 1", "fps: 5")
    assert text != shown
    (tmp_path / "my.yaml").write_text(text)
    done = run_command(videos, tmp_path / "out", "--pipeline", str(tmp_path / "my.yaml"))
    assert done.returncode == 0, done.stderr


def test_output_that_a_terminal_cannot_encode_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "\u65e5\u672c.mp4").write_text("words")
    done = subprocess.run(
        [
            *COMMAND,
            "dataset",
            "build",
            "--input",
            str(tmp_path / "in"),
            "--output",
            str(tmp_path / "out"),
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert b"\\u65e5\\u672c.mp4" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("group", [[], ["dataset"], ["models"], ["augment"], ["runs"], ["jobs"]])
def test_the_list_of_commands_says_of_each_a_whole_sentence(
    group: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*group, "--help"]) == 0
    listed = capsys.readouterr().out.split("\nCommands:\n")[1]
    assert "..." not in listed
