"""`dataset history` as a person reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.datasets.hand_made import entry

from spark_trainer.cli.main import main
from spark_trainer.datasets.edits import Edit
from spark_trainer.datasets.manifest import entry_line

SEA = "ab12cd34ef567890"
HOSTILE = "\x1b[31m\u202e\nred\x07"
LONG = "the boat is sailing over the wide sea and "


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    video = entry(SEA, "../videos/4a69.mp4", source_name="a day at the sea " * 4 + ".mp4")
    (tmp_path / "manifest.jsonl").write_text(entry_line(video) + "\n")
    given = [
        {"what": "caption", "before": None, "after": HOSTILE},
        {"what": "all_captions", "index": 1, "before": LONG + "old", "after": LONG + "new" * 99},
        {"what": "caption", "before": HOSTILE, "after": None, "undoes": 1},
        {"what": "transcript", "before": LONG * 2, "after": LONG * 2 + "on"},
        {"what": "deleted", "before": entry_line(video), "after": True},
    ]
    edits = [
        Edit.model_validate({"number": number, "entry": SEA, "at": 1_700_000_000.0, **one})
        for number, one in enumerate(given, 1)
    ]
    (tmp_path / "edits.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in edits))
    return tmp_path


def test_each_change_is_a_line_with_all_that_a_person_needs(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dataset", "history", str(dataset)]) == 0
    lines = capsys.readouterr().out.splitlines()
    name = "a day at the sea a day at the sea a day… (ab12cd34)"
    assert len(lines) == 5 and all(f"  {name}  " in line for line in lines)
    assert all(line.startswith(f"   {n}  2023-11-1") for n, line in enumerate(lines, 1))
    said = [line.split(f"{name}  ")[1] for line in lines]
    assert said[0] == r"caption: (none) -> '\x1b[31m\u202e\nred\x07'  (undone by 3)"
    assert said[1].startswith("frame 2: '…er the wide sea and old' -> '…er the wide sea and new")
    assert said[1].endswith("…'") and len(said[1]) < 120
    assert said[2] == r"caption: '\x1b[31m\u202e\nred\x07' -> (none)  (undoes 1)"
    assert said[3] == "transcript: '…er the wide sea and ' -> '…er the wide sea and on'"
    assert said[4] == "deleted: taken out"


def test_as_json_all_of_it_is_told_whole(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "history", str(dataset), "--json"]) == 0
    text = capsys.readouterr().out
    assert text.isascii()
    told = json.loads(text)
    assert told[0]["after"] == HOSTILE and told[1]["after"] == LONG + "new" * 99
    assert [one["undone_by"] for one in told] == [3, None, None, None, None]
    assert {one["name"] for one in told} == {"a day at the sea " * 4 + ".mp4"}
    assert {one["entry"] for one in told} == {SEA}
