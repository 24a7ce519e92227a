"""`spark-trainer pipeline`: what it prints, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from spark_trainer.cli.main import main
from spark_trainer.cli.pipeline import app
from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.pipelines.graph import default_pipeline, load_pipeline, to_yaml, with_op
from spark_trainer.pipelines.ops import OPS, Frames


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(to_yaml(with_op(default_pipeline(), Frames(fps=4))), encoding="utf-8")
    return file


def test_show_prints_the_steps_and_the_fused_plan() -> None:
    out = run("show").output
    assert out.startswith("Pipeline multimodal: 7 steps")
    assert "1. media pass (worker processes): ingest, audio, scenes, frames" in out
    assert "*" not in out.replace("(* = not the default)", "")


def test_show_marks_what_differs_from_the_default(mine: Path) -> None:
    out = run("show", str(mine)).output
    assert "*fps=4.0 at=rate" in out


def test_show_as_yaml_can_be_saved_and_used(tmp_path: Path, mine: Path) -> None:
    for arguments in ([], [str(mine)]):
        file = tmp_path / "saved.yaml"
        file.write_text(run("show", "--yaml", *arguments).output, encoding="utf-8")
        wanted = load_pipeline(mine) if arguments else default_pipeline()
        assert load_pipeline(file) == wanted


def test_show_as_json_has_steps_and_plan(mine: Path) -> None:
    shown = json.loads(run("show", str(mine), "--json").output)
    assert shown["plan"]["decode"] == "every frame"
    frames = next(step for step in shown["steps"] if step["id"] == "frames")
    assert frames["changed"] == ["fps"]
    assert frames["params"]["resolution"] == [224, 224]


def test_show_refuses_two_formats_at_once() -> None:
    assert isinstance(run("show", "--yaml", "--json").exception, UsageError)


def test_show_raises_the_mistakes_of_a_file_for_the_one_place_that_prints_them(
    tmp_path: Path,
) -> None:
    result = run("show", str(tmp_path / "none.yaml"))
    assert isinstance(result.exception, ConfigError)


def test_validate_says_ok_and_how_many_steps(mine: Path) -> None:
    result = run("validate", str(mine))
    assert (result.exit_code, result.output) == (0, f"{mine}: ok, 7 steps\n")


def test_validate_counts_disabled_steps(mine: Path) -> None:
    text = mine.read_text().replace("min_scene_s: 0.6\n    enabled: true", "enabled: false")
    mine.write_text(text.replace("      enabled: false", "    enabled: false"))
    assert run("validate", str(mine)).output == f"{mine}: ok, 7 steps (1 disabled)\n"


def test_validate_prints_each_mistake_on_its_line_and_exits_2(mine: Path) -> None:
    lines = mine.read_text().splitlines()
    number = lines.index("      fps: 4.0")
    lines[number : number + 2] = ["      fps: -1", "      att: rate"]
    mine.write_text("\n".join(lines))
    result = run("validate", str(mine))
    assert result.exit_code == 2
    assert result.output.splitlines() == [
        (
            f"{mine}:{number + 1}: key `steps[1].params.fps`: is `-1`; "
            "must be a number above 0, at most 1000"
        ),
        (
            f"{mine}:{number + 2}: key `steps[1].params.att`: unknown key `att` "
            f"(did you mean `at`?); known: {', '.join(Frames.model_fields)}"
        ),
    ]


def test_ops_lists_every_parameter_with_range_default_and_effect() -> None:
    out = run("ops").output
    for kind in OPS.values():
        assert f"{kind.op} - {(kind.__doc__ or '').strip()}" in out
        assert all(name in out for name in kind.model_fields)
    assert "a number above 0, at most 1000" in out
    assert "Candidates a second." in out


def test_the_command_is_imported_without_the_models_behind_it() -> None:
    code = (
        "import sys; import spark_trainer.cli.pipeline; "
        "print([m for m in ('pydantic', 'yaml', 'av', 'numpy') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert out.stdout == "[]\n"


def test_mistakes_reach_a_user_of_the_whole_program_as_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("version: 1\nname: x\nsteps: 3\n")
    assert main(["pipeline", "validate", str(file)]) == 2
    assert capsys.readouterr().out == f"{file}:3: key `steps`: is `3`; must be a list of steps\n"
    assert main(["pipeline", "show", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {file}:3: key `steps`")
