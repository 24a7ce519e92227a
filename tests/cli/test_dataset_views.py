from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from tests.datasets.hand_made import entry, write_dataset
from typer.testing import CliRunner

from spark_trainer.cli import dataset_views
from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.datasets.tally import Tally

app = typer.Typer()
app.command("show")(dataset_views.show)
app.command("inspect")(dataset_views.inspect)

FAILURE = {"path": "a\x1b[31m.mp4", "step": "ingest", "code": "empty", "reason": "no bytes"}


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "d", [entry()], [FAILURE])


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_show_prints_counts_reasons_and_distributions(folder: Path):
    text = run("show", folder)
    for wanted in (
        "1 (1 with sound)",
        "2 of 3 frames (1 missing)",
        "dropped: still",
        "no motion since the last kept frame",
        "Scene length",
        "en 1",
        "a\\x1b[31m.mp4",
    ):
        assert wanted in text
    assert "\x1b" not in text


def test_show_json_is_one_json_value(folder: Path):
    found = json.loads(run("show", folder, "--json"))
    assert found["videos"] == 1
    assert found["failures"] == {"count": 1, "by_code": {"empty": 1}}
    assert found["distributions"]["Scene length"]["median"] == 2.5


def test_show_html_writes_the_page_and_says_so(folder: Path, tmp_path: Path):
    page = tmp_path / "page.html"
    assert f"wrote {page}" in run("show", folder, "--html", page)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_show_json_stays_json_beside_a_page(folder: Path, tmp_path: Path):
    assert json.loads(run("show", folder, "--json", "--html", tmp_path / "page.html"))


def test_show_of_no_dataset_says_how_to_build_one(tmp_path: Path):
    with pytest.raises(DatasetError, match="no dataset here"):
        run("show", tmp_path)


def test_inspect_prints_the_whole_story(folder: Path):
    text = run("inspect", folder, "sea.mp4")
    for wanted in (
        "ab12cd34ef567890",
        "640x360, 25 frames a second, h264",
        "frame_000003.jpg",
        "a boat at sea",
        "still: no motion since the last kept frame",
        "scene 2",
        "the boat is sailing",
        "-> frames",
        "2" * 64,
        "av: 18.1.0",
    ):
        assert wanted in text
    assert re.search(r"^fps +1\.0 *$", text, re.MULTILINE)


def test_inspect_json_is_the_line_of_the_manifest(folder: Path):
    line = (folder / "manifest.jsonl").read_text(encoding="utf-8")
    assert json.loads(run("inspect", folder, "ab12", "--json")) == json.loads(line)


def test_inspect_never_sends_control_characters_to_the_terminal(tmp_path: Path):
    nasty = "a\x1b]0;x\x07\u202e\n[bold]b"
    one = entry(
        source=f"{nasty}.mp4",
        captions=[nasty],
        dropped=[(1.0, nasty)],
        notes=[nasty],
        damage={nasty: nasty},
        aliases=[nasty],
        segments=[{"start": 0, "end": 1, "text": nasty}],
        provenance={"source_hash": nasty, "config": {nasty: nasty}, "lineage": "none", "tools": 3},
    )
    folder = write_dataset(tmp_path / "d", [one])
    for words in ([], ["--json"]):
        text = run("inspect", folder, "ab12", *words)
        assert not set(text) & set("\x1b\x07\u202e")
    assert "[bold]b" in text.replace("\\n", "")


def test_inspect_of_an_unknown_video_names_the_nearest(folder: Path):
    with pytest.raises(UsageError, match=r"Nearest: `sea\.mp4`"):
        run("inspect", folder, "seaa.mp4")


def test_a_rare_value_is_never_drawn_as_none():
    tally = Tally(1)
    for _ in range(100_000):
        tally.add(1)
    tally.add(2)
    assert dataset_views.spark(tally).strip() == "█▁"
