"""A build makes what SPEC.md section 2 says, and does nothing twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.corpus.damage import broken_sound
from tests.corpus.encode import encode
from tests.pipelines.small import (
    entries,
    events,
    make_videos,
    outcome,
    pictures,
    reads,
    run,
    small_pipeline,
)

from spark_trainer.core.errors import UsageError
from spark_trainer.media.hashing import perceptual_hash
from spark_trainer.media.motion import compute_motion_score
from spark_trainer.pipelines.build import BuildOptions, build
from spark_trainer.pipelines.graph import Pipeline, without
from spark_trainer.pipelines.ops import Captions, Frames, Ingest, Scenes

STEPS = ["ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest"]


@pytest.fixture(scope="module", autouse=True)
def _fixed_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("small") / "videos")


@pytest.fixture(scope="module")
def built(videos: Path) -> Path:
    run(videos, videos.parent / "built")
    return videos.parent / "built"


def test_the_manifest_has_the_keys_of_the_contract(built: Path) -> None:
    for entry in entries(built).values():
        assert {"id", "frames_dir", "audio", "meta"} <= entry.keys()
        meta = entry["meta"]
        assert {
            "source_path",
            "duration",
            "num_frames",
            "caption",
            "all_captions",
            "transcript",
            "scenes",
            "video_info",
            "provenance",
        } <= meta.keys()
        assert {"duration", "width", "height", "fps", "codec"} <= meta["video_info"].keys()
        provenance = meta["provenance"]
        assert {
            "source_hash",
            "processing_timestamp",
            "pipeline_version",
            "config",
            "lineage",
        } <= provenance.keys()
        assert provenance["lineage"]["parent_hash"] == provenance["source_hash"]
        assert provenance["lineage"]["processing_steps"] == STEPS


def test_counts_agree_with_the_files(built: Path) -> None:
    for entry in entries(built).values():
        names = sorted(p.name for p in (built / entry["frames_dir"]).iterdir())
        assert names == [f"frame_{n:06d}.jpg" for n in range(1, len(names) + 1)]
        assert entry["meta"]["num_frames"] == len(names) == len(entry["meta"]["all_captions"])
        assert [f["file"] for f in entry["meta"]["frames"]] == names


def test_the_tree_is_named_by_the_sources_hash(built: Path) -> None:
    for entry in entries(built).values():
        source_hash = entry["meta"]["provenance"]["source_hash"]
        assert entry["id"] == source_hash[:16]
        assert entry["frames_dir"] == f"{source_hash[:2]}/{source_hash[:16]}/frames"


def test_recorded_hash_and_motion_are_those_of_the_jpegs(built: Path) -> None:
    checked = 0
    for name in ("b.mp4", "e.mp4"):
        entry = entries(built)[name]
        frames = entry["meta"]["frames"]
        paths = [built / entry["frames_dir"] / f["file"] for f in frames]
        for frame, path in zip(frames, paths, strict=True):
            assert frame["hash"] == perceptual_hash(path)
        for frame, before, after in zip(frames[1:], paths, paths[1:], strict=False):
            assert frame["motion"] == pytest.approx(compute_motion_score(before, after), abs=1e-6)
            checked += 1
    assert checked > 0


def test_sound_is_there_or_null(built: Path) -> None:
    found = entries(built)
    assert (built / found["b.mp4"]["audio"]).is_file()
    assert found["c.mkv"]["audio"] is None


def test_captions_follow_the_frames_times(built: Path) -> None:
    meta = entries(built)["b.mp4"]["meta"]
    for frame, caption in zip(meta["frames"], meta["all_captions"], strict=True):
        assert caption == ("the first words" if frame["time"] < 0.9 else None)
    assert meta["caption"] == "the first words"


def test_a_repeat_of_another_videos_pictures_is_dropped_and_says_of_which(built: Path) -> None:
    found = entries(built)
    repeat = found["d repeats b.mp4"]["meta"]
    assert repeat["num_frames"] == 0
    across = [d for d in repeat["dropped"] if d["reason"] == "duplicate_across"]
    assert len(across) == found["b.mp4"]["meta"]["num_frames"]
    assert {d["like"]["id"] for d in across} == {found["b.mp4"]["id"]}


def test_a_copy_is_named_beside_the_first_and_not_read_into_an_entry(built: Path) -> None:
    found = entries(built)
    assert "f copy of e.mp4" not in found
    assert found["e.mp4"]["meta"]["aliases"] == ["f copy of e.mp4"]


def test_a_broken_file_is_a_row_with_its_reason(built: Path) -> None:
    rows = [json.loads(line) for line in (built / "failures.jsonl").read_text().splitlines()]
    assert [(r["path"], r["step"], r["code"]) for r in rows] == [
        ("g broken.mp4", "ingest", "unreadable")
    ]


def test_entries_stand_in_the_order_of_the_input(built: Path) -> None:
    assert list(entries(built)) == sorted(entries(built))


def test_the_number_of_workers_changes_no_byte(videos: Path, built: Path) -> None:
    for workers in (1, 3):
        output = videos.parent / f"workers_{workers}"
        run(videos, output, workers=workers)
        assert outcome(output) == outcome(built)


def test_a_second_run_does_nothing(videos: Path, built: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()}
    summary = run(videos, built)
    assert summary.nothing_to_do
    assert summary.videos == 4
    after = {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()}
    assert {p for p in after if after[p] != before[p]} <= {built / ".lock", built / "journal.db"}


def test_another_captioner_decodes_nothing(videos: Path, tmp_path: Path) -> None:
    run(videos, tmp_path / "out")
    before = len(reads(tmp_path / "out"))
    run(videos, tmp_path / "out", Captions(backend="none"))
    assert entries(tmp_path / "out")["b.mp4"]["meta"]["caption"] is None
    run(videos, tmp_path / "out")
    assert entries(tmp_path / "out")["b.mp4"]["meta"]["caption"] == "the first words"
    assert len(reads(tmp_path / "out")) == before


def test_an_edited_subtitle_redoes_captions_only(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "in" / "videos")
    run(videos, tmp_path / "out")
    before = len(reads(tmp_path / "out"))
    (videos / "b.srt").write_text("1\n00:00:00,000 --> 00:00:00,900\nother words\n")
    run(videos, tmp_path / "out")
    assert entries(tmp_path / "out")["b.mp4"]["meta"]["caption"] == "other words"
    assert len(reads(tmp_path / "out")) == before


def test_other_frames_do_not_make_the_sound_again(videos: Path, tmp_path: Path) -> None:
    run(videos, tmp_path / "out")
    run(videos, tmp_path / "out", Frames(fps=2))
    run(videos, tmp_path / "fresh", Frames(fps=2))
    assert outcome(tmp_path / "out") == outcome(tmp_path / "fresh")
    again = [
        json.loads(line)
        for line in (tmp_path / "out" / "events.jsonl").read_text().splitlines()
        if "video_read" in line
    ]
    assert {tuple(e["steps"]) for e in again[5:]} == {("frames",)}


def test_a_video_added_between_gives_what_a_fresh_build_gives(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "in" / "videos")
    first = videos / "b.mp4"
    kept_back = tmp_path / "kept back.mp4"
    first.rename(kept_back)
    run(videos, tmp_path / "grown")
    kept_back.rename(first)
    run(videos, tmp_path / "grown")
    run(videos, tmp_path / "fresh")
    assert outcome(tmp_path / "grown") == outcome(tmp_path / "fresh")


def test_a_video_removed_lets_the_dropped_frames_of_another_come_back(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "in" / "videos")
    run(videos, tmp_path / "out")
    gone = entries(tmp_path / "out")["b.mp4"]
    (videos / "b.mp4").unlink()
    summary = run(videos, tmp_path / "out")
    assert entries(tmp_path / "out")["d repeats b.mp4"]["meta"]["num_frames"] > 0
    assert summary.left_out == [gone["id"]]
    assert (tmp_path / "out" / gone["frames_dir"]).is_dir()


def test_a_renamed_video_is_hashed_and_not_decoded(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "in" / "videos")
    run(videos, tmp_path / "out")
    before = len(reads(tmp_path / "out"))
    (videos / "c.mkv").rename(videos / "another name.mkv")
    run(videos, tmp_path / "out")
    assert "another name.mkv" in entries(tmp_path / "out")
    assert len(reads(tmp_path / "out")) == before


def test_a_video_with_new_bytes_is_read_again(tmp_path: Path) -> None:
    videos = make_videos(tmp_path / "in" / "videos")
    run(videos, tmp_path / "out")
    encode(videos / "c.mkv", pictures(4000, 20))
    run(videos, tmp_path / "out")
    run(videos, tmp_path / "fresh")
    assert outcome(tmp_path / "fresh").items() <= outcome(tmp_path / "out").items()


def test_a_deleted_frame_is_made_again(videos: Path, tmp_path: Path) -> None:
    run(videos, tmp_path / "out")
    whole = outcome(tmp_path / "out")
    entry = entries(tmp_path / "out")["e.mp4"]
    (tmp_path / "out" / entry["frames_dir"] / "frame_000001.jpg").unlink()
    run(videos, tmp_path / "out")
    assert outcome(tmp_path / "out") == whole


def test_lasting_failures_are_not_tried_again_unless_asked(videos: Path, tmp_path: Path) -> None:
    def tries() -> int:
        text = (tmp_path / "out" / "events.jsonl").read_text()
        return text.count('"event": "video_failed"')

    run(videos, tmp_path / "out")
    assert tries() == 1
    run(videos, tmp_path / "out", Captions(backend="none"))
    run(videos, tmp_path / "out", Scenes(threshold=30))
    assert tries() == 1
    run(videos, tmp_path / "out", Scenes(threshold=30), retry_failed=True)
    assert tries() == 2
    run(videos, tmp_path / "out", Ingest(max_duration_s=9))
    assert tries() == 3


def test_videos_are_left_out_by_their_length(videos: Path, tmp_path: Path) -> None:
    summary = run(videos, tmp_path / "out", Ingest(min_duration_s=1.5))
    assert set(entries(tmp_path / "out")) == {"b.mp4", "c.mkv", "d repeats b.mp4"}
    assert (summary.filtered, summary.failed) == (2, 1)
    text = (tmp_path / "out" / "failures.jsonl").read_text()
    assert "1.200 s is under min_duration_s 1.5" in text


def test_a_dataset_that_was_moved_is_gone_on_with(videos: Path, tmp_path: Path) -> None:
    run(videos, tmp_path / "out")
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert run(videos, tmp_path / "moved").nothing_to_do


def test_no_input_and_no_videos_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        run(tmp_path / "nowhere", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.pdf").touch()
    with pytest.raises(UsageError, match=r"no videos found \(1 other files\)"):
        run(tmp_path / "empty", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_filter_set_later_leaves_out_what_was_read_before(videos: Path, tmp_path: Path) -> None:
    for output in ("grown", "fresh"):
        if output == "grown":
            run(videos, tmp_path / output)
        run(videos, tmp_path / output, Ingest(min_duration_s=1.5))
    grown, fresh = outcome(tmp_path / "grown"), outcome(tmp_path / "fresh")
    assert fresh.items() <= grown.items()
    before = len(reads(tmp_path / "grown"))
    run(videos, tmp_path / "grown")
    assert "e.mp4" in entries(tmp_path / "grown")
    assert len(reads(tmp_path / "grown")) == before


def test_a_text_file_that_cannot_be_read_fails_its_video_only_and_by_name(
    videos: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "in" / "videos"
    shutil.copytree(videos, mine)
    encode(mine / "h.mp4", pictures(3000, 20))
    (mine / "b.srt").unlink()
    (mine / "b.srt").symlink_to("nothing")
    (mine / "c.srt").symlink_to("c.srt")
    (mine / "d repeats b.srt").mkdir()
    os.mkfifo(mine / "e.srt")
    bad = {"b.mp4", "c.mkv", "d repeats b.mp4", "e.mp4"}
    summary = run(mine, tmp_path / "out")
    failed = {f["path"]: f for f in summary.failures if f["path"] != "g broken.mp4"}
    assert failed.keys() == bad
    for video, failure in failed.items():
        assert failure["step"] == "labels"
        assert failure["reason"].startswith(f"{Path(video).stem}.srt: ")
    assert entries(tmp_path / "out").keys() == {"h.mp4"}
    for video in bad:
        text = (mine / video).with_suffix(".srt")
        text.rmdir() if text.is_dir() else text.unlink()
        shutil.copy(videos / "b.srt", text)
    run(mine, tmp_path / "out")
    run(mine, tmp_path / "fresh")
    assert outcome(tmp_path / "out") == outcome(tmp_path / "fresh")
    assert run(mine, tmp_path / "out").nothing_to_do


def test_a_video_renamed_with_its_text_file_names_the_new_one(videos: Path, tmp_path: Path) -> None:
    mine = tmp_path / "in" / "videos"
    shutil.copytree(videos, mine)
    run(mine, tmp_path / "out")
    for suffix in (".mp4", ".srt"):
        (mine / f"b{suffix}").rename(mine / f"a{suffix}")
    run(mine, tmp_path / "out")
    run(mine, tmp_path / "fresh")
    assert outcome(tmp_path / "out") == outcome(tmp_path / "fresh")
    assert entries(tmp_path / "out")["a.mp4"]["meta"]["caption_sources"] == ["a.srt"]


def test_a_folder_that_cannot_be_read_is_named_by_its_path_below_the_input(
    videos: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "videos"
    shutil.copytree(videos, mine)
    here = os.getcwd()
    os.chdir(mine)
    try:
        for _ in range(20):  # deeper than a path may be long
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
    finally:
        os.chdir(here)
    try:
        summary = run(mine, tmp_path / "out")
    finally:
        subprocess.run(["rm", "-rf", str(mine)], check=True)
    (row,) = (f for f in summary.failures if f["code"] == "io")
    assert row["path"].startswith("ddd")
    assert row["reason"] == "File name too long"


def test_a_first_copy_that_goes_away_leaves_its_place_to_the_second(
    videos: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "in" / "videos"
    shutil.copytree(videos, mine)
    run(mine, tmp_path / "out")
    before = len(reads(tmp_path / "out"))
    (mine / "e.mp4").unlink()
    run(mine, tmp_path / "out")
    run(mine, tmp_path / "fresh")
    assert outcome(tmp_path / "out") == outcome(tmp_path / "fresh")
    assert len(reads(tmp_path / "out")) == before


def test_scenes_switched_off_and_on_again_give_what_fresh_builds_give(
    videos: Path, tmp_path: Path
) -> None:
    def go(name: str, *, scenes: bool) -> dict[str, bytes]:
        pipeline = small_pipeline()
        pipeline = pipeline if scenes else without(pipeline, "scenes")
        build(pipeline, videos, tmp_path / name, BuildOptions(workers=0))
        return outcome(tmp_path / name)

    go("out", scenes=True)
    assert go("out", scenes=False) == go("fresh", scenes=False)
    steps = [e["steps"] for e in events(tmp_path / "out", "video_read")[5:]]
    assert {tuple(s) for s in steps} == {("ingest", "frames", "audio")}
    entry = entries(tmp_path / "out")["b.mp4"]["meta"]
    assert entry["scenes"] == []
    assert "scenes" not in entry["provenance"]["lineage"]["processing_steps"]
    before = len(reads(tmp_path / "out"))
    assert go("out", scenes=True) == go("fresh on", scenes=True)
    read_again = events(tmp_path / "out", "video_read")[before:]
    assert {tuple(e["steps"]) for e in read_again} == {("frames",)}


def test_damage_of_the_sound_is_not_forgotten_when_other_settings_read_the_video_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    broken_sound(tmp_path / "in")
    whole = small_pipeline()
    silent = without(without(whole, "transcript"), "audio")

    def go(name: str, pipeline: Pipeline) -> dict[str, bytes]:
        build(pipeline, tmp_path / "in", tmp_path / name, BuildOptions(workers=0))
        return outcome(tmp_path / name)

    assert b"sound: " in go("out", whole)["manifest.jsonl"]
    for number, pipeline in enumerate((without(whole, "scenes"), silent, whole)):
        assert go("out", pipeline) == go(f"fresh{number}", pipeline)


def test_the_output_cannot_be_the_input(videos: Path) -> None:
    with pytest.raises(UsageError, match="--output is the --input folder; choose another"):
        run(videos, videos)


def test_a_date_that_is_none_is_said_before_anything_is_made(
    videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ("soon", "9" * 20, "\u00b2"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            run(videos, tmp_path / "out")
    assert not (tmp_path / "out").exists()
