"""`spark-trainer runs` as a person types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.trainers.small_runs import make_run

from spark_trainer.cli.main import main
from spark_trainer.trainers.run_folder import RunFolder

EVIL = "evil\x1b[31m\n\u202ename"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli") / "runs"
    make_run(
        root / "a",
        losses=[4.0, 3.0, 2.0, 1.0],
        config={"learning_rate": 1e-3},
        evaluations={2: {"loss": 2.5}, 4: {"loss": 2.75}},
        checkpoints=(2, 4),
        results={"test": {"wer": 0.25}},
    )
    failed = ("failed", {"message": "loss is not finite\x1b[2J"})
    make_run(root / "b", losses=[4.0], config={"learning_rate": 1e-4}, end=failed)
    make_run(root / EVIL, losses=[4.0], config={EVIL: EVIL}, end=None)
    with RunFolder.open(root / EVIL, write=True) as run:
        run.event("warning", message=EVIL)
        run.event("evaluation", step=1, split=EVIL, metrics={EVIL: 1.0})
    return root


def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    code = "from spark_trainer.cli.main import entry; entry()"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, "runs", *arguments],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "COLUMNS": "80", **more},
    )  # fmt: skip


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["runs", *arguments]) == 0
    return capsys.readouterr().out


def test_the_list_says_how_each_run_stands(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = shown(capsys, "list", "--root", str(root)).splitlines()
    rows = [line.split() for line in lines[:4]]
    assert rows[0] == ["run", "status", "template", "step", "loss", "started"]
    assert [row[:5] for row in rows[1:]] == [
        ["a", "completed", "apotheon-tiny", "4", "1"],
        ["b", "failed", "apotheon-tiny", "1", "4"],
        [r"evil\x1b[31m\n\u202ename", "interrupted", "apotheon-tiny", "1", "4"],
    ]
    assert r"b: loss is not finite\x1b[2J" in lines


def test_the_list_is_json_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(shown(capsys, "list", "--root", str(root), "--json"))
    assert [row["state"] for row in rows] == ["completed", "failed", "interrupted"]
    assert rows[0]["folder"] == str(root / "a")


def test_no_runs_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No runs below" in shown(capsys, "list", "--root", str(tmp_path))


def test_a_run_is_shown_within_80_columns(root: Path) -> None:
    done = call("show", "a", "--root", str(root))
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    for text in ("completed", "loss", "val loss", "evaluation test", "00002-step-4", "good"):
        assert text in done.stdout
    (row,) = [line.split() for line in done.stdout.splitlines() if line.startswith("val loss")]
    assert row == ["val", "loss", "2.75", "2.5", "2"]


def test_a_terminal_without_unicode_gets_ascii(root: Path) -> None:
    done = call("show", "a", "--root", str(root), PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "|#" in done.stdout


@pytest.mark.parametrize("words", [["list"], ["show", EVIL], ["compare", EVIL, "a"]])
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_nothing_hostile_reaches_the_terminal(
    words: list[str], as_json: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(capsys, *words, *as_json, "--root", str(root))
    assert "evil" in out
    assert not {"\x1b", "\u202e"} & set(out)
    assert "\nname" not in out


def test_a_run_shown_as_json_is_one_document(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(shown(capsys, "show", "a", "--root", str(root), "--json"))
    assert told["best"] == {"val loss": [2.5, 2]}
    assert [c["state"] for c in told["checkpoints"]] == ["good", "good"]


def test_checkpoints_are_not_read_when_that_is_not_wanted(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(capsys, "show", "a", "--root", str(root), "--no-verify")
    assert "not read" in out
    assert "good" not in out


def test_runs_are_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "compare", "a", str(root / "b"), "--root", str(root)).splitlines()
    rows = [line.split() for line in lines]
    assert ["learning_rate", "0.001", "0.0001"] in rows
    assert ["status", "completed", "failed"] in rows
    assert ["last", "loss", "1", "4"] in rows
    assert ["wer", "0.25", "-"] in rows


def test_the_same_run_twice_has_no_differences(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "All settings are the same" in shown(capsys, "compare", "a", "a", "--root", str(root))


def test_one_run_is_nothing_to_compare(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "compare", "a", "--root", str(root)]) == 2
    assert "compare wants two or more" in capsys.readouterr().err


def test_a_run_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "show", "a\x1bb"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(r"error: a\x1bb: no run here, nor below runs")
    assert len(error.splitlines()) == 1


def test_looking_at_runs_needs_no_torch(root: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from spark_trainer.cli.main import main\n"
        f"assert main(['runs', 'show', 'a', '--root', {str(root)!r}]) == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
