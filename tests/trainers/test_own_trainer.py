"""The trainer in CONTRIBUTING.md, as it stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from spark_trainer.cli.main import main
from spark_trainer.trainers.discovery import load_trainer

TEXT = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = TEXT[TEXT.index("## Add a trainer") : TEXT.index("## Add an op")]
CODE, TEMPLATE = (
    re.findall(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)[0] for kind in ("python", "yaml")
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for folder, name, text in (
        ("trainers", "gpt2_answers.py", CODE),
        ("templates", "gpt2-answers.yaml", TEMPLATE),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    return tmp_path


@pytest.mark.usefixtures("place")
def test_it_keeps_every_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "check", "gpt2-answers"]) == 0, capsys.readouterr()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["kept"] * 5


def test_it_trains_from_its_template_and_is_exported(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, data = load_trainer("gpt2-answers").tiny(place / "tiny")
    asked = [
        "train",
        "gpt2-answers",
        "--manifest",
        str(data),
        "--output",
        "run",
        "--max-steps",
        "2",
    ]
    asked += ["--set", f"architecture.model={place / 'tiny/model'}", "--precision", "fp32"]
    assert main(asked) == 0, capsys.readouterr()
    card = json.loads((place / "run/run.json").read_text())
    assert card["config"]["trainer"] == "gpt2-answers"
    assert main(["evaluate", "run", "--split", "all"]) == 0, capsys.readouterr()
    assert "exact_match" in capsys.readouterr().out
    assert main(["export", "run", "--output", "out"]) == 0, capsys.readouterr()
    assert (place / "out/model.safetensors").is_file()
