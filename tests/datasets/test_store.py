"""A video's folder is whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from spark_trainer.core.errors import OutputError
from spark_trainer.datasets.store import Store, video_id

VIDEO = "ab12cd34ef567890"


def staged(folder: Path, *texts: str) -> dict[str, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for number, text in enumerate(texts, 1):
        path = folder / f"{number}"
        path.write_text(text)
        files[f"frames/frame_{number:06d}.jpg"] = path
    return files


def contents(store: Store) -> dict[str, str]:
    place = store.folder(VIDEO)
    files = (p for p in place.rglob("*") if p.is_file())
    return {p.relative_to(place).as_posix(): p.read_text() for p in files}


def test_a_video_is_named_by_its_hash(tmp_path: Path) -> None:
    assert video_id(VIDEO + "0" * 48) == VIDEO
    assert Store(tmp_path).folder(VIDEO) == tmp_path / "ab" / VIDEO


def test_assembled_files_are_there_and_the_staged_ones_stay(tmp_path: Path) -> None:
    store = Store(tmp_path / "out")
    files = staged(tmp_path / "staged", "one", "two")
    store.assemble(VIDEO, files)
    assert contents(store) == {"frames/frame_000001.jpg": "one", "frames/frame_000002.jpg": "two"}
    assert all(p.exists() for p in files.values())
    assert store.holds(VIDEO, 2, audio=False)
    assert not store.holds(VIDEO, 2, audio=True)
    assert not store.holds(VIDEO, 3, audio=False)


def test_assembling_again_replaces_all_of_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "out")
    store.assemble(VIDEO, staged(tmp_path / "a", "one", "two"))
    store.assemble(VIDEO, staged(tmp_path / "b", "new"))
    assert contents(store) == {"frames/frame_000001.jpg": "new"}
    assert [p.name for p in (tmp_path / "out" / "ab").iterdir()] == [VIDEO]


def test_files_are_copied_where_links_are_not_to_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    store = Store(tmp_path / "out")
    store.assemble(VIDEO, staged(tmp_path / "a", "one"))
    assert contents(store) == {"frames/frame_000001.jpg": "one"}


@pytest.mark.parametrize("moment", ["built", "moved away", "both there"])
def test_a_rename_cut_short_is_finished_or_undone(moment: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "out")
    store.assemble(VIDEO, staged(tmp_path / "a", "old"))
    place = store.folder(VIDEO)
    if moment == "built":
        (place.with_name(f".new-{VIDEO}") / "frames").mkdir(parents=True)
    elif moment == "moved away":
        place.rename(place.with_name(f".old-{VIDEO}"))
    else:
        place.with_name(f".old-{VIDEO}").mkdir()
    store.prepare(keep=set())
    assert contents(store) == {"frames/frame_000001.jpg": "old"}
    assert [p.name for p in place.parent.iterdir()] == [VIDEO]


def test_stale_staging_is_cleared_and_known_staging_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("stale", "known"):
        (store.staging / name / "frames").mkdir(parents=True)
    store.prepare(keep={"known"})
    assert [p.name for p in store.staging.iterdir()] == ["known"]


def test_other_folders_are_no_shards(tmp_path: Path) -> None:
    for name in ("zz", "abc", "notes"):
        (tmp_path / name / "x").mkdir(parents=True)
    assert list(Store(tmp_path).contents()) == []


def test_a_store_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="cannot write"):
        Store(tmp_path / "out").assemble(VIDEO, staged(tmp_path / "a", "x"))
