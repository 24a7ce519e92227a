"""Which files are tried, in which order; links and loops."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spark_trainer.core.errors import UsageError
from spark_trainer.pipelines.scan import scan


def found(root: Path, **how: object) -> list[str]:
    return [os.fsdecode(f.relative) for f in scan(root, **how).videos]  # type: ignore[arg-type]


def test_videos_are_found_deep_and_in_the_order_of_their_bytes(tmp_path: Path) -> None:
    for name in ("b.mp4", "a/z.MKV", "a/b/c.webm", "A.mov", "x.txt", "noext", "é.avi"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert found(tmp_path) == ["A.mov", "a/b/c.webm", "a/z.MKV", "b.mp4", "é.avi"]
    assert scan(tmp_path).other_files == 2


def test_one_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "clip.bin").touch()
    (tmp_path / "clip.srt").touch()
    result = scan(tmp_path / "clip.bin")
    assert [f.path for f in result.videos] == [tmp_path / "clip.bin"]
    assert result.videos[0].siblings == ("clip.bin", "clip.srt")


def test_the_output_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "out" / "deep").mkdir(parents=True)
    (tmp_path / "out" / "deep" / "x.mp4").touch()
    (tmp_path / "y.mp4").touch()
    assert found(tmp_path, leave_out=tmp_path / "out") == ["y.mp4"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.mp4").touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert found(tmp_path) == ["a/x.mp4"]
    assert found(tmp_path, follow_symlinks=True) == ["a/x.mp4"]


def test_linked_files_are_taken_and_broken_links_tried_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "real.mp4").touch()
    (tmp_path / "link.mp4").symlink_to("real.mp4")
    (tmp_path / "broken.mp4").symlink_to("nothing")
    assert found(tmp_path) == ["broken.mp4", "link.mp4", "real.mp4"]


def test_a_deep_tree_does_not_end_the_program(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(900):
        folder = folder / "d"
    os.makedirs(folder)
    (folder / "x.mp4").touch()
    assert len(found(tmp_path)) == 1


def test_no_such_input_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--input .*nowhere: no such file or folder"):
        scan(tmp_path / "nowhere")


def test_a_link_to_itself_does_not_end_the_scan(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").touch()
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "itself.mp4").symlink_to("itself.mp4")
    assert found(tmp_path, follow_symlinks=True) == ["itself.mp4", "x.mp4"]


def test_a_name_longer_than_a_name_can_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="File name too long"):
        scan(tmp_path / ("n" * 300))
    (tmp_path / "x.mp4").touch()
    assert found(tmp_path, leave_out=tmp_path / ("n" * 300)) == ["x.mp4"]
