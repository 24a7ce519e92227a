"""Looking back at changes by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.datasets.hand_made import entry

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.edit_history import read_history, undone_of
from spark_trainer.datasets.edits import Edit
from spark_trainer.datasets.manifest import entry_line

SEA, LAKE, GONE = "ab12cd34ef567890", "bb12cd34ef567890", "cb12cd34ef567890"


def edit(number: int, undoes: int | None = None, video: str = SEA, **more: object) -> Edit:
    given = {"what": "caption", "before": "a", "after": "b", "at": 0.0, **more}
    return Edit.model_validate({"number": number, "entry": video, "undoes": undoes, **given})


def test_a_change_is_undone_only_by_one_that_holds_itself() -> None:
    assert undone_of([edit(1), edit(2)]) == {}
    assert undone_of([edit(1), edit(2, 1)]) == {1: 2}
    assert undone_of([edit(1), edit(2, 1), edit(3, 2)]) == {2: 3}
    assert undone_of([edit(1), edit(2, 1), edit(3, 2), edit(4, 1)]) == {2: 3, 1: 4}
    assert undone_of([edit(1), edit(2, 1), edit(3, 2), edit(4, 3)]) == {3: 4, 1: 2}


def test_videos_are_named_as_people_call_them_and_those_that_are_out_too(tmp_path: Path) -> None:
    sea = entry(SEA, "../videos/4a69.mp4", source_name="Sea\x1b[31m.mp4")
    (tmp_path / "manifest.jsonl").write_text(entry_line(sea) + "\n")
    out = {"what": "deleted", "before": entry_line(entry(LAKE, "../videos/lake.mp4"))}
    edits = [edit(1), edit(2, video=LAKE, after=True, **out), edit(3, video=GONE)]
    (tmp_path / "edits.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in edits))
    past = read_history(tmp_path)
    assert [one.name for one in past] == [r"Sea\x1b[31m.mp4", "lake.mp4", None]
    assert [one.edit for one in past] == edits
    (tmp_path / "manifest.jsonl").unlink()
    with pytest.raises(DatasetError, match=r"manifest\.jsonl: cannot be read"):
        read_history(tmp_path)


def test_no_changes_need_no_manifest(tmp_path: Path) -> None:
    assert read_history(tmp_path) == []
