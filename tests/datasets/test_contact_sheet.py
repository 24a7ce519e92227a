from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from tests.datasets.hand_made import entry, write_dataset

from spark_trainer.datasets.contact_sheet import contact_sheet


def first_thumb(folder: Path, **changes: object):
    one = entry().model_copy(update=changes)
    return contact_sheet(folder, [one])[0].thumbs[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "d", [entry()])


def test_a_frame_becomes_a_small_jpeg_in_the_page(folder: Path):
    thumb = first_thumb(folder)
    assert thumb.uri is not None
    assert thumb.uri.startswith("data:image/jpeg;base64,")
    assert len(thumb.uri) < 12_000
    assert thumb.size_px == (176, 176)
    assert thumb.caption == "a boat"


def test_marks_are_shares_of_the_length(folder: Path):
    strip = contact_sheet(folder, [entry()])[0]
    assert strip.kept_at == pytest.approx([0, 100 / 3, 200 / 3])
    assert strip.dropped_at == pytest.approx([100 / 6, 50])
    assert [(s.start, s.length) for s in strip.scenes] == [
        (0, pytest.approx(125 / 3)),
        (pytest.approx(125 / 3), pytest.approx(175 / 3)),
    ]
    assert strip.dropped == {"still": 1, "duplicate": 1}


@pytest.mark.parametrize("frames_dir", ["../outside", "link"])
def test_a_manifest_cannot_show_pictures_from_elsewhere(folder: Path, frames_dir: str):
    outside = folder.parent / "outside"
    outside.mkdir()
    Image.new("RGB", (64, 64)).save(outside / "frame_000001.jpg")
    (folder / "link").symlink_to(outside)
    thumb = first_thumb(folder, frames_dir=frames_dir)
    assert (thumb.uri, thumb.problem) == (None, "lies outside the dataset")


@pytest.mark.parametrize("frames_dir", ["nowhere", "a\0b", "x" * 5000])
def test_a_missing_frame_leaves_a_gap_with_its_reason(folder: Path, frames_dir: str):
    assert first_thumb(folder, frames_dir=frames_dir).problem in (
        "the file is missing",
        "the name cannot be a file's",
    )


@pytest.mark.parametrize(
    ("content", "problem"), [(b"", "not a JPEG"), (b"GIF89a" + bytes(40), "not a JPEG")]
)
def test_what_is_no_jpeg_is_not_shown(folder: Path, content: bytes, problem: str):
    (folder / entry().frames_dir / "frame_000001.jpg").write_bytes(content)
    assert first_thumb(folder).problem == problem


def test_a_cut_jpeg_is_damaged(folder: Path):
    path = folder / entry().frames_dir / "frame_000001.jpg"
    path.write_bytes(path.read_bytes()[:700])
    assert first_thumb(folder).problem == "damaged"


def test_a_pipe_in_place_of_a_frame_does_not_hang(folder: Path):
    path = folder / entry().frames_dir / "frame_000001.jpg"
    path.unlink()
    os.mkfifo(path)
    assert first_thumb(folder).problem == "the file is missing"


def test_pictures_are_bounded_and_spread_over_a_long_video(folder: Path):
    long = entry(captions=["c"] * 5000)
    strip = contact_sheet(folder, [long] * 24)[0]
    assert len(strip.thumbs) == 4
    assert strip.thumbs[-1].frame.file == "frame_005000.jpg"
    assert len(strip.kept_at) == 400
