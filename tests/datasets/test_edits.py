"""Changes by hand: kept, counted, undone; a build and a crash lose none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.datasets.hand_made import entry
from tests.pipelines.small import make_videos, run

from spark_trainer.cli.main import main
from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.datasets.edits import (
    Change,
    Edit,
    StaleEditError,
    change,
    deleted,
    read_edits,
    undo,
    with_edits,
)
from spark_trainer.datasets.manifest import read_manifest
from spark_trainer.datasets.verify import verify


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edits")
    run(make_videos(folder / "videos"), folder / "dataset")
    return folder


@pytest.fixture
def dataset(built: Path, tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(built, tmp_path / "all", symlinks=True)
    return tmp_path / "all/dataset"


def first(dataset: Path) -> str:
    return next(read_manifest(dataset / "manifest.jsonl")).id


def text(dataset: Path, video: str) -> str | None:
    return next(e.meta.caption for e in read_manifest(dataset / "manifest.jsonl") if e.id == video)


def caption(video: str, value: str | None, seen: str | None) -> Change:
    return Change(entry=video, what="caption", value=value, seen=seen)


def test_a_change_is_in_the_manifest_and_the_dataset_still_verifies(dataset: Path) -> None:
    video = first(dataset)
    before = text(dataset, video)
    (made,) = change(dataset, [caption(video, "Two\nbikes \ud83d.", before)])
    assert made.number == 1 and made.before == before
    assert text(dataset, video) == "Two\nbikes \\ud83d."
    found = next(e for e in read_manifest(dataset / "manifest.jsonl") if e.id == video)
    assert found.meta.model_extra == {"edited": [1]} | {
        k: v for k, v in (found.meta.model_extra or {}).items() if k != "edited"
    }
    assert verify(dataset).ok
    path = dataset / "edits.jsonl"
    path.write_bytes(path.read_bytes().replace(b"bikes", b"hikes"))
    assert [f.path for f in verify(dataset).findings] == ["edits.jsonl"]


def test_a_build_that_runs_again_keeps_changes_and_gives_the_same_bytes(dataset: Path) -> None:
    videos = dataset.parent / "videos"
    ids = [e.id for e in read_manifest(dataset / "manifest.jsonl")]
    change(dataset, [caption(ids[0], "mine", text(dataset, ids[0]))])
    change(dataset, [Change(entry=ids[1], what="deleted", value=True)])
    edited = (dataset / "manifest.jsonl").read_bytes()
    run(videos, dataset)
    assert (dataset / "manifest.jsonl").read_bytes() == edited
    assert verify(dataset).ok
    undo(dataset, 2)
    undo(dataset, 1)
    assert [e.id for e in read_manifest(dataset / "manifest.jsonl")] == ids
    run(videos, dataset)
    assert [e.id for e in read_manifest(dataset / "manifest.jsonl")] == ids
    assert verify(dataset).ok


def test_a_text_that_is_no_longer_the_one_seen_is_not_written_over(dataset: Path) -> None:
    video = first(dataset)
    seen = text(dataset, video)
    change(dataset, [caption(video, "one", seen)])
    with pytest.raises(StaleEditError, match="was changed meanwhile"):
        change(dataset, [caption(video, "two", seen)])
    change(dataset, [caption(video, "two", "one")])
    with pytest.raises(StaleEditError):
        undo(dataset, 1)
    assert text(dataset, video) == "two" and len(read_edits(dataset)) == 2


def test_of_many_changes_all_are_made_or_none(dataset: Path) -> None:
    ids = [e.id for e in read_manifest(dataset / "manifest.jsonl")]
    wrong = Change(entry=ids[1], what="all_captions", index=10_000, value="x", check=False)
    before = (dataset / "manifest.jsonl").read_bytes()
    with pytest.raises(UsageError, match="there is no frame 10000"):
        change(dataset, [caption(ids[0], "mine", text(dataset, ids[0])), wrong])
    with pytest.raises(UsageError, match="no video 0123"):
        change(dataset, [caption("0123", "x", None)])
    assert (dataset / "manifest.jsonl").read_bytes() == before
    assert not (dataset / "edits.jsonl").exists()


def test_a_video_that_is_put_back_stands_where_it_was(dataset: Path) -> None:
    whole = (dataset / "manifest.jsonl").read_bytes()
    ids = [e.id for e in read_manifest(dataset / "manifest.jsonl")]
    for video in ids[:2]:
        change(dataset, [Change(entry=video, what="deleted", value=True)])
    assert verify(dataset).ok and deleted(read_edits(dataset)) == set(ids[:2])
    with pytest.raises(UsageError, match="took nothing out"):
        undo(dataset, 1) and undo(dataset, 1)
    undo(dataset, 2)
    assert (dataset / "manifest.jsonl").read_bytes() == whole
    assert verify(dataset).ok
    with pytest.raises(UsageError, match="there is no edit 99"):
        undo(dataset, 99)


def test_a_history_that_was_written_before_a_crash_is_applied_by_the_next_build(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = first(dataset)
    seen = text(dataset, video)
    real = "spark_trainer.datasets.edits._manifest"
    monkeypatch.setattr(real, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        change(dataset, [caption(video, "mine", seen)])
    monkeypatch.undo()
    assert text(dataset, video) == seen
    run(dataset.parent / "videos", dataset)
    assert text(dataset, video) == "mine" and verify(dataset).ok


@pytest.mark.parametrize("what", ["caption", "deleted", "put back"])
def test_a_history_that_was_written_before_a_crash_is_applied_by_the_next_change(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    first_, other = [e.id for e in read_manifest(dataset / "manifest.jsonl")][:2]
    whole = [e.id for e in read_manifest(dataset / "manifest.jsonl")]
    if what == "put back":
        change(dataset, [Change(entry=first_, what="deleted", value=True)])
    real = "spark_trainer.datasets.edits._manifest"
    monkeypatch.setattr(real, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    asked = {
        "caption": lambda: change(dataset, [caption(first_, "mine", text(dataset, first_))]),
        "deleted": lambda: change(dataset, [Change(entry=first_, what="deleted", value=True)]),
        "put back": lambda: undo(dataset, 1),
    }
    with pytest.raises(KeyboardInterrupt):
        asked[what]()
    monkeypatch.undo()
    change(dataset, [caption(other, "another", text(dataset, other))])
    assert verify(dataset).ok and text(dataset, other) == "another"
    ids = [e.id for e in read_manifest(dataset / "manifest.jsonl")]
    assert ids == (whole[1:] if what == "deleted" else whole)
    if what == "caption":
        assert text(dataset, first_) == "mine"
        change(dataset, [caption(first_, "newer", "mine")])
    edited = (dataset / "manifest.jsonl").read_bytes()
    run(dataset.parent / "videos", dataset)
    assert (dataset / "manifest.jsonl").read_bytes() == edited and verify(dataset).ok


def test_a_caption_changed_and_a_video_taken_out_at_once_come_back_together(dataset: Path) -> None:
    video = first(dataset)
    asked = [
        Change(entry=video, what="deleted", value=True),
        caption(video, "mine", text(dataset, video)),
    ]
    change(dataset, asked)
    undo(dataset, 2)
    assert text(dataset, video) == "mine" and verify(dataset).ok
    run(dataset.parent / "videos", dataset)
    assert text(dataset, video) == "mine"


def test_an_edit_of_a_frame_that_is_no_more_is_a_conflict() -> None:
    made = Edit(
        number=1, entry=entry().id, what="all_captions", index=7, before="x", after="y", at=0
    )
    assert (with_edits(entry(), [made]).meta.model_extra or {})["edit_conflicts"] == [1]


@pytest.mark.parametrize(
    ("what", "value", "told"),
    [
        ("caption", True, "wanted a text"),
        ("deleted", None, "put back"),
        ("caption", "x" * 100_001, "at most"),
    ],
)
def test_a_change_of_another_kind_is_refused(what: str, value: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Change(entry="a", what=what, value=value)


def test_a_damaged_history_is_named_by_its_line(dataset: Path) -> None:
    (dataset / "edits.jsonl").write_text('{"number": 1}\n')
    with pytest.raises(DatasetError, match=r"edits\.jsonl:1: no edit"):
        read_edits(dataset)


def test_an_edit_of_a_text_that_the_build_changed_is_told_and_not_applied() -> None:
    made = Edit(number=3, entry=entry().id, what="caption", before="another", after="x", at=0.0)
    found = with_edits(entry(), [made])
    assert found.meta.caption == "a boat"
    assert (found.meta.model_extra or {})["edit_conflicts"] == [3]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["caption", "transcript"]), st.text(max_size=5))))
def test_undoing_everything_backwards_gives_the_first_text(steps: list[tuple[str, str]]) -> None:
    plain = entry()
    edits: list[Edit] = []
    now = {"caption": plain.meta.caption, "transcript": plain.meta.transcript}
    for what, value in steps:
        edits.append(
            Edit(
                number=len(edits) + 1,
                entry=plain.id,
                what=what,
                before=now[what],
                after=value,
                at=0,
            )
        )
        now[what] = value
    assert with_edits(plain, edits).meta.caption == now["caption"]
    back = [
        Edit(number=99, entry=e.entry, what=e.what, before=e.after, after=e.before, at=0)
        for e in reversed(edits)
    ]
    found = with_edits(plain, [*edits, *back]).meta
    assert (found.caption, found.transcript) == (plain.meta.caption, plain.meta.transcript)


def test_the_command_line_edits_tells_and_undoes(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = first(dataset)
    assert main(["dataset", "edit", str(dataset), video, "--caption", "mine\x1b[31m"]) == 0
    assert main(["dataset", "history", str(dataset)]) == 0
    told = capsys.readouterr().out
    assert "caption: " in told and "'mine\\x1b[31m'" in told and "\x1b" not in told
    assert main(["dataset", "undo", str(dataset), "1"]) == 0
    assert "(undoes 1)" in capsys.readouterr().out
    assert main(["dataset", "edit", str(dataset), video]) == 2
    assert main(["dataset", "history", str(dataset), "--json"]) == 0
    capsys.readouterr()
    assert json.loads((dataset / "edits.jsonl").read_text().splitlines()[1])["undoes"] == 1
