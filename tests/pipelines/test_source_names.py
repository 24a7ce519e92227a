"""Videos under hashes, with the names that people gave them beside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.corpus.encode import encode
from tests.pipelines.small import entries, events, pictures, run

from spark_trainer.cli.progress import _failure_line
from spark_trainer.datasets.lookup import find_entry
from spark_trainer.datasets.summary import read_failures
from spark_trainer.pipelines.checking import check

NAMES = {
    "0a.mp4": "trip/sea.mp4",
    "0b.mp4": "copy of sea.mp4",
    "0c.mp4": "<script>\u202e.mp4",
    "gone.mp4": "../../gone.mp4",
}


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    encode(folder / "0a.mp4", pictures(100, 8))
    shutil.copy(folder / "0a.mp4", folder / "0b.mp4")
    (folder / "0c.mp4").write_text("no video")
    encode(folder / "names.mp4", pictures(400, 8))
    (folder / "0a.txt").write_text("the sea")
    (folder / "names.json").write_text(json.dumps(NAMES))
    return folder


def test_a_build_records_shows_and_finds_them(videos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run(videos, out)
    assert (summary.videos, summary.failed, summary.aliases) == (2, 1, 1)
    found = entries(out)
    sea = found["0a.mp4"]["meta"]
    assert sea["source_name"] == "trip/sea.mp4" and sea["caption"] == "the sea"
    assert sea["source_path"] == "../videos/0a.mp4"
    assert sea["alias_names"] == {"0b.mp4": "copy of sea.mp4"}
    plain = found["names.mp4"]["meta"]
    assert "source_name" not in plain and "alias_names" not in plain
    assert plain["caption"] is None, "names.json is no caption"
    for wanted in ("0a.mp4", "trip/sea.mp4", "sea.mp4", "copy of sea.mp4", "0b.mp4"):
        assert find_entry(out, wanted).id == found["0a.mp4"]["id"]
    (row,) = read_failures(out / "failures.jsonl")
    assert row.shown == r"<script>\u202e.mp4 (0c.mp4)"
    (failed,) = events(out, "video_failed")
    assert _failure_line(failed).startswith(r"failed: <script>\u202e.mp4 (0c.mp4): unreadable")
    read = {event["path"]: event.get("name") for event in events(out, "video_read")}
    assert read == {**{file: NAMES[file] for file in ("0a.mp4", "0b.mp4")}, "names.mp4": None}
    report = check(out, rederive=9, seed=0, sources=None)
    assert report.ok and report.rederived


def test_another_name_is_in_the_next_manifest_and_nothing_is_done_twice(
    videos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(videos, out)
    before = (out / "manifest.jsonl").read_bytes()
    assert run(videos, out).nothing_to_do
    (videos / "names.json").write_text(json.dumps({"0a.mp4": "lake.mp4"}))
    again = run(videos, out)
    assert not again.nothing_to_do and not any(again.steps_done.values())
    meta = entries(out)["0a.mp4"]["meta"]
    assert meta["source_name"] == "lake.mp4" and "alias_names" not in meta
    (videos / "names.json").write_text(json.dumps(NAMES))
    run(videos, out)
    named = (out / "manifest.jsonl").read_bytes()
    assert named == before
    assert check(out, rederive=0, seed=0, sources=None).ok


def test_a_broken_file_of_names_is_one_row_and_costs_no_video(videos: Path, tmp_path: Path) -> None:
    (videos / "deep").mkdir()
    (videos / "0a.mp4").rename(videos / "deep/0a.mp4")
    (videos / "deep/names.json").write_text('["sea.mp4"]')
    out = tmp_path / "out"
    summary = run(videos, out)
    assert (summary.videos, summary.failed) == (2, 2)
    (row,) = [row for row in read_failures(out / "failures.jsonl") if row.name is None]
    assert (row.path, row.code) == ("deep/names.json", "sidecar")
    assert row.reason.startswith("names.json: an object of file names and names is wanted, found")
    assert run(videos, out).nothing_to_do
    (videos / "deep/names.json").write_text('{"0a.mp4": "sea.mp4"}')
    assert run(videos, out).failed == 1


def test_a_video_given_by_its_path_has_its_name(videos: Path, tmp_path: Path) -> None:
    run(videos / "0a.mp4", tmp_path / "out")
    assert entries(tmp_path / "out")["0a.mp4"]["meta"]["source_name"] == "trip/sea.mp4"


def test_names_where_no_video_is_are_not_read(videos: Path, tmp_path: Path) -> None:
    (videos / "other").mkdir()
    (videos / "other/names.json").write_text("[]")
    assert run(videos, tmp_path / "out").failed == 1
