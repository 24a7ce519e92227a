"""What docs/templates.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.models.places import Places, make_places

from spark_trainer.cli.main import main
from spark_trainer.models.kinds.common import Template
from spark_trainer.models.registry import gallery, templates_source

REPO = Path(__file__).resolve().parents[2]
DOC = (REPO / "docs/templates.md").read_text(encoding="utf-8")
OWN, PATHS = re.findall(r"^```yaml\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return make_places(tmp_path, monkeypatch)


README = (REPO / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_same_steps() -> None:
    for verb in ("new", "validate"):
        (step,) = re.findall(rf"^\$ spark-trainer (templates {verb} .*)$", DOC, re.MULTILINE)
        assert f"$ spark-trainer {step}  " in README
    assert "$ spark-trainer train my-whisper --manifest datasets/mine\n" in README
    assert "num_epochs: 5, batch_size: 8, language: de" in README


def test_the_steps_of_the_page_give_a_template_that_can_be_started(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    new, check = (
        re.findall(rf"^\$ spark-trainer (templates {verb} .*)$", DOC, re.MULTILINE)[0].split()
        for verb in ("new", "validate")
    )
    assert main(new) == 0
    capsys.readouterr()
    (places.here / "templates/my-whisper.yaml").write_text(OWN)
    assert main(check) == 0
    assert capsys.readouterr().out in DOC
    mine = gallery(look_now=True).entry("my-whisper").mapping
    assert (mine["training"]["num_epochs"], mine["data"]["language"]) == (5, "de")


def test_the_file_that_new_writes_takes_the_values_of_the_page(places: Places) -> None:
    assert main(["templates", "new", "my-whisper", "--from", "whisper-finetune"]) == 0
    path = places.here / "templates/my-whisper.yaml"
    text = path.read_text()
    for old, changed in (
        ("num_epochs: 3", "num_epochs: 5"),
        ("batch_size: 16", "batch_size: 8"),
        ("language: null", "language: de"),
    ):
        assert old in text
        text = text.replace(old, changed)
    path.write_text(text)
    mine = gallery(look_now=True).entry("my-whisper").mapping
    assert (mine["training"]["batch_size"], mine["data"]["language"]) == (8, "de")


def test_the_mistakes_of_the_page_are_the_ones_told(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = OWN.replace("num_epochs: 5", "num_epoch: 5").replace("8\n", "eight\n")
    places.project(wrong.replace("language: de", "language: german"), "my-whisper.yaml")
    assert main(["templates", "validate", "templates/my-whisper.yaml"]) == 2
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("gradient_")[0].rstrip(", ") for line in told] == [
        line.removesuffix(", ...")
        for line in DOC.splitlines()
        if re.match(r"templates/.*:\d+: ", line)
    ]


def test_the_page_names_every_template_and_every_key() -> None:
    value = templates_source().value
    assert isinstance(value, dict)
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|.*\|.*\|$", DOC, re.MULTILINE)) >= set(
        value["templates"]
    )
    table = DOC.split("## What a template holds")[1]
    assert all(f"`{key}`" in table for key in Template.model_fields)
    assert all(f"`{category}`" in DOC for category in value["categories"])


def test_the_search_path_of_the_page_is_taken(places: Places) -> None:
    places.project(PATHS)
    assert gallery(look_now=True).autodiscovery.search_paths[-1] == "~/work/my_trainers"
