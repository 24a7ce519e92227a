from __future__ import annotations

from pathlib import Path

import pytest
from tests.datasets.hand_made import entry, write_dataset

from spark_trainer.core.errors import UsageError
from spark_trainer.datasets.lookup import find_entry

A, B = "ab12cd34ef567890", "ab99000000000000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entries = [
        entry(A, "../videos/sea.mp4", aliases=["../videos/copy of sea.mp4"]),
        entry(B, "../videos/deep/park.mp4"),
        entry("c" * 16, "../videos/other/park.mp4"),
        entry("d" * 16, "../videos/a\\xff.mp4"),
        entry("e" * 16, "../up/0e.mp4", source_name="trip/\\u202elake.mp4"),
    ]
    return write_dataset(tmp_path / "d", entries)


@pytest.mark.parametrize(
    "wanted", [A, "ab1", "AB12", "sea.mp4", "../videos/sea.mp4", "copy of sea.mp4"]
)
def test_ids_prefixes_and_names_find_a_video(folder: Path, wanted: str):
    assert find_entry(folder, wanted).id == A


def test_the_path_of_the_source_finds_it_from_anywhere(folder: Path):
    assert find_entry(folder, str(folder.parent / "videos/deep/park.mp4")).id == B


def test_a_name_that_is_not_utf8_is_found_as_the_shell_gives_it(folder: Path):
    assert find_entry(folder, "a\udcff.mp4").id == "d" * 16


@pytest.mark.parametrize(
    "wanted", ["0e.mp4", "trip/\u202elake.mp4", "\\u202elake.mp4", "../up/0e.mp4"]
)
def test_what_people_call_it_finds_it_as_its_file_does(folder: Path, wanted: str):
    assert find_entry(folder, wanted).id == "e" * 16


@pytest.mark.parametrize("wanted", ["ab", "park.mp4"])
def test_an_ambiguous_name_lists_those_that_fit(folder: Path, wanted: str):
    with pytest.raises(UsageError, match=rf"`{wanted}` fits more than one video: .*{B} \(park"):
        find_entry(folder, wanted)


def test_an_unknown_name_gets_the_nearest(folder: Path):
    with pytest.raises(UsageError, match=r"no video `see\.mp4` among the 5 .*Nearest: `sea\.mp4`"):
        find_entry(folder, "see.mp4")


def test_a_word_near_nothing_is_told_what_can_be_given(folder: Path):
    with pytest.raises(UsageError, match="Give an id, the start of one, or the name of a source"):
        find_entry(folder, "")
