"""What is kept of thumbnails."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from spark_trainer.server.problems import ProblemError
from spark_trainer.server.thumbnails import Thumbnails


def pictures(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        Image.new("RGB", (600, 400), (number * 40, 0, 0)).save(path)
    return paths


def test_the_last_ones_asked_for_are_kept_within_the_bytes(tmp_path: Path) -> None:
    first, second, third = pictures(tmp_path, 3)
    size = len(Thumbnails().of(first) or b"")
    kept = Thumbnails(most_bytes=size * 5 // 2)
    made = {path: kept.of(path) for path in (first, second)}
    assert kept.of(first) is made[first], "not made anew"
    kept.of(third)
    assert kept.of(first) is made[first]
    assert kept.of(second) == made[second] and kept.of(second) is not made[second]


def test_one_that_is_larger_than_all_that_may_be_kept_is_answered(tmp_path: Path) -> None:
    (path,) = pictures(tmp_path, 1)
    kept = Thumbnails(most_bytes=1)
    made = kept.of(path)
    assert made and kept.of(path) == made and kept.of(path) is not made


def test_a_small_picture_is_its_own_thumbnail_and_no_picture_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (256, 200)).save(path)
    assert Thumbnails().of(path) is None
    for wrong in (b"", b"GIF89a", path.read_bytes()[:300]):
        path.write_bytes(wrong)
        with pytest.raises(ProblemError, match="no picture"):
            Thumbnails().of(path)
    with pytest.raises(ProblemError, match="no picture"):
        Thumbnails().of(tmp_path / "none.jpg")
