"""One changed byte of any output is found, and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pipelines.small import entries, make_videos, run

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets import card
from spark_trainer.datasets.verify import verify
from spark_trainer.pipelines.checking import check


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    videos = make_videos(tmp_path_factory.mktemp("verify") / "videos")
    run(videos, videos.parent / "out")
    return videos.parent / "out"


@pytest.fixture
def dataset(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path / "out")
    return tmp_path / "out"


def files_of(folder: Path) -> list[Path]:
    return sorted(
        p for p in folder.rglob("*") if p.is_file() and p.name != ".lock" and p.stat().st_size
    )


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << bit
    path.write_bytes(data)


def test_an_untouched_dataset_passes(pristine: Path) -> None:
    report = verify(pristine)
    assert report.ok, report.findings
    assert report.videos == 4
    assert report.files == len(files_of(pristine))


def test_verifying_changes_nothing(pristine: Path) -> None:
    before = {p: p.read_bytes() for p in pristine.rglob("*") if p.is_file()}
    verify(pristine)
    assert {p: p.read_bytes() for p in pristine.rglob("*") if p.is_file()} == before


def test_a_copied_dataset_passes(dataset: Path) -> None:
    assert verify(dataset).ok


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_flipped_bit_anywhere_is_found_and_named(pristine: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files_of(pristine)), label="file")
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1), label="byte")
    try:
        flip(path, at, data.draw(st.integers(0, 7), label="bit"))
        try:
            report = verify(pristine)
        except DatasetError as e:
            assert path.name in str(e)
        else:
            assert path.relative_to(pristine).as_posix() in {f.path for f in report.findings}
    finally:
        path.write_bytes(whole)


def test_a_journal_whose_schema_is_no_text_is_named(dataset: Path) -> None:
    journal = dataset / card.JOURNAL
    at = journal.read_bytes().index(b"CREATE TABLE failure")
    flip(journal, at, bit=7)
    assert card.JOURNAL in {f.path for f in verify(dataset).findings}


def test_a_missing_file_is_named(dataset: Path) -> None:
    frame = next(dataset.glob("??/*/frames/*.jpg"))
    frame.unlink()
    found = verify(dataset).findings
    assert [(f.kind, f.path) for f in found] == [("missing", frame.relative_to(dataset).as_posix())]


def test_a_file_that_was_added_is_named(dataset: Path) -> None:
    added = next(dataset.glob("??/*/frames")) / "frame_000099.jpg"
    added.write_bytes(b"x")
    (dataset / "notes.txt").write_text("mine")
    names = {(f.kind, f.path) for f in verify(dataset).findings}
    assert names == {
        ("extra", added.relative_to(dataset).as_posix()),
        ("extra", "notes.txt"),
    }


def test_two_frames_exchanged_are_both_named(dataset: Path) -> None:
    a, b = sorted(dataset.glob("??/*/frames/frame_00000[12].jpg"))[:2]
    data = a.read_bytes(), b.read_bytes()
    a.write_bytes(data[1])
    b.write_bytes(data[0])
    names = {f.path for f in verify(dataset).findings if f.kind == "changed"}
    assert names == {a.relative_to(dataset).as_posix(), b.relative_to(dataset).as_posix()}


def test_a_manifest_that_leads_outside_is_refused(dataset: Path) -> None:
    rewrite(dataset, lambda e: {**e, "frames_dir": "../../etc"})
    kinds = {(f.kind, f.path) for f in verify(dataset).findings}
    assert ("wrong", "manifest.jsonl") in kinds


def test_no_dataset_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="No finished dataset here; build one with"):
        verify(tmp_path)


def test_an_unfinished_journal_is_said(dataset: Path) -> None:
    with sqlite3.connect(dataset / "journal.db") as db:
        db.execute("UPDATE about SET value = '' WHERE name = 'finished'")
    db.close()
    with pytest.raises(DatasetError, match="a build was interrupted here"):
        verify(dataset)


def rewrite(dataset: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change manifest entries and make the card agree: consistent, and wrong."""
    lines = (dataset / "manifest.jsonl").read_text().splitlines()
    changed = [json.dumps(change(json.loads(line))) for line in lines]
    (dataset / "manifest.jsonl").write_text("".join(line + "\n" for line in changed))
    reseal(dataset)


def reseal(dataset: Path) -> None:
    facts = json.loads((dataset / card.CARD).read_text())
    facts = {k: v for k, v in facts.items() if k not in ("files", "card_sha256")}
    card.write_card(dataset, facts)


def test_samples_derived_again_agree(pristine: Path) -> None:
    report = check(pristine, rederive=100, seed=0, sources=None)
    assert report.ok, report.findings
    assert report.rederived == sum(e["meta"]["num_frames"] for e in entries(pristine).values())


def test_a_caption_on_the_wrong_frame_is_found_though_all_hashes_agree(
    pristine: Path, tmp_path: Path
) -> None:
    shutil.copytree(pristine.parent, tmp_path / "all")
    dataset = tmp_path / "all" / "out"

    def move(entry: dict[str, Any]) -> dict[str, Any]:
        entry["meta"]["all_captions"] = entry["meta"]["all_captions"][::-1]
        return entry

    rewrite(dataset, move)
    assert verify(dataset).ok
    findings = check(dataset, rederive=100, seed=0, sources=None).findings
    assert any("derived again" in f.what and "the first words" in f.what for f in findings)


def test_a_frame_of_another_video_is_found_though_all_hashes_agree(
    pristine: Path, tmp_path: Path
) -> None:
    shutil.copytree(pristine.parent, tmp_path / "all")
    dataset = tmp_path / "all" / "out"
    found = entries(dataset)
    stranger = (dataset / found["e.mp4"]["frames_dir"] / "frame_000001.jpg").read_bytes()
    target = dataset / found["b.mp4"]["frames_dir"] / "frame_000001.jpg"
    target.write_bytes(stranger)

    def adopt(entry: dict[str, Any]) -> dict[str, Any]:
        if entry["id"] == found["b.mp4"]["id"]:
            entry["meta"]["frames"][0]["sha256"] = card.file_sha256(target)
        return entry

    rewrite(dataset, adopt)
    assert verify(dataset).ok
    findings = check(dataset, rederive=100, seed=0, sources=None).findings
    assert [f.path for f in findings] == [target.relative_to(dataset).as_posix()]
    assert "another picture at 0.0 s" in findings[0].what


def test_sources_that_moved_are_found_where_they_are_now(dataset: Path, pristine: Path) -> None:
    findings = check(dataset, rederive=3, seed=1, sources=None).findings
    assert findings
    assert all("give --sources FOLDER" in f.what for f in findings)
    assert check(dataset, rederive=3, seed=1, sources=pristine.parent / "videos").ok


def test_a_source_that_changed_is_said(pristine: Path, tmp_path: Path) -> None:
    shutil.copytree(pristine.parent, tmp_path / "all")
    for video in (tmp_path / "all" / "videos").glob("*.m*"):
        with video.open("ab") as stream:
            stream.write(b"\0")
    findings = check(tmp_path / "all" / "out", rederive=100, seed=0, sources=None).findings
    assert {f.kind for f in findings} == {"wrong"}
    assert all("the source's SHA-256 is" in f.what for f in findings)


def test_the_cards_own_hash_covers_all_of_it(pristine: Path) -> None:
    found = json.loads((pristine / card.CARD).read_text())
    inner = {k: v for k, v in found.items() if k != "card_sha256"}
    assert found["card_sha256"] == digest(inner)
    assert set(found["files"]) == set(card.HASHED) - {card.EDITS}, "nothing was edited"


def test_a_file_beside_the_videos_folders_is_named(dataset: Path) -> None:
    shard = next(dataset.glob("??"))
    (shard / "notes.txt").write_text("mine")
    (next(shard.glob("*/frames")) / "more").symlink_to("/etc")
    names = {(f.kind, f.path) for f in verify(dataset).findings}
    assert ("extra", f"{shard.name}/notes.txt") in names
    assert len(names) == 2


def test_a_caption_of_another_video_is_found_though_all_hashes_agree(
    pristine: Path, tmp_path: Path
) -> None:
    shutil.copytree(pristine.parent, tmp_path / "all")
    dataset = tmp_path / "all" / "out"
    captions = entries(dataset)["b.mp4"]["meta"]["all_captions"]

    def move(entry: dict[str, Any]) -> dict[str, Any]:
        if entry["meta"]["source_path"].endswith("/e.mp4"):
            entry["meta"]["all_captions"][0] = captions[0]
        return entry

    rewrite(dataset, move)
    assert verify(dataset).ok
    (finding,) = check(dataset, rederive=100, seed=0, sources=None).findings
    assert "caption 'the first words', derived again None" in finding.what


def test_the_sound_of_another_video_is_found_though_all_hashes_agree(
    pristine: Path, tmp_path: Path
) -> None:
    shutil.copytree(pristine.parent, tmp_path / "all")
    dataset = tmp_path / "all" / "out"
    found = entries(dataset)
    other = dataset / found["e.mp4"]["audio"]
    mine = dataset / found["b.mp4"]["audio"]
    mine.write_bytes(other.read_bytes())

    def adopt(entry: dict[str, Any]) -> dict[str, Any]:
        if entry["id"] == found["b.mp4"]["id"]:
            entry["meta"]["audio_sha256"] = card.file_sha256(mine)
        return entry

    rewrite(dataset, adopt)
    assert verify(dataset).ok
    findings = check(dataset, rederive=100, seed=0, sources=None).findings
    assert [f.what for f in findings] == ["the sound derived again differs"]


@pytest.mark.parametrize(
    "change",
    [
        {"frames_dir": "../../etc"},
        {"audio": "../../etc/passwd"},
        {"id": "../../etc"},
        {"id": "\ud800"},
        {"frame": ".."},
        {"frame": "a\0b.jpg"},
        {"frame": "\ud800.jpg"},
        {"frame": "../../../etc/passwd"},
    ],
)
def test_a_hostile_manifest_is_refused(change: dict[str, str], dataset: Path) -> None:
    def hostile(entry: dict[str, Any]) -> dict[str, Any]:
        if not entry["meta"]["frames"]:
            return entry
        if "frame" in change:
            entry["meta"]["frames"][0]["file"] = change["frame"]
            return entry
        return {**entry, **change}

    rewrite(dataset, hostile)
    for report in (verify(dataset), check(dataset, rederive=9, seed=0, sources=None)):
        assert ("wrong", "manifest.jsonl") in {(f.kind, f.path) for f in report.findings}
        assert report.rederived == 0


@pytest.mark.parametrize(
    "change",
    [
        {"files": []},
        {"files": {"manifest.jsonl": 7}},
        {"files": {"../x": "00"}},
        {"left_out": 5},
        {"left_out": [[]]},
        {"settings": None},
        {"settings": {"steps": {"frames": {"fps": -1}}}},
        {"counts": "\ud800"},
    ],
)
def test_a_card_of_another_shape_is_found_and_never_a_traceback(
    change: dict[str, Any], dataset: Path
) -> None:
    facts = json.loads((dataset / card.CARD).read_text())
    (dataset / card.CARD).write_text(json.dumps({**facts, **change}))
    try:
        report = check(dataset, rederive=3, seed=0, sources=None)
    except DatasetError as e:
        assert card.CARD in str(e)
    else:
        assert card.CARD in {f.path for f in report.findings}


@pytest.mark.parametrize("name", ["manifest.jsonl", "dataset.json"])
def test_json_nested_without_end_is_refused(name: str, dataset: Path) -> None:
    (dataset / name).write_text("[" * 100_000)
    try:
        names = {f.path for f in verify(dataset).findings}
    except DatasetError as e:
        names = {name} if name in str(e) else set()
    assert name in names


def test_files_of_videos_that_were_left_out_are_said_to_be_unchecked(
    dataset: Path, pristine: Path, tmp_path: Path
) -> None:
    shutil.copytree(pristine.parent / "videos", tmp_path / "videos")
    (tmp_path / "videos" / "b.mp4").unlink()
    run(tmp_path / "videos", dataset)
    report = verify(dataset)
    assert report.ok
    assert report.notes == [
        "1 videos of earlier builds are not in the manifest; their files are kept, not checked"
    ]
