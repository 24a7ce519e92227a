"""Samples lead back to their sources, wherever and however those are named now."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.corpus.encode import encode
from tests.pipelines.small import pictures, run

from spark_trainer.pipelines.checking import check

TWINS = ("a/clip.mp4", "b/clip.mp4", "b\udce9/caf\udce9.mp4")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset of videos that share a name, and of one whose name is not UTF-8."""
    for number, name in enumerate(TWINS):
        folder = (tmp_path / "videos" / name).parent
        folder.mkdir(parents=True, exist_ok=True)
        encode(tmp_path / "x.mp4", pictures(1000 * number, 15))
        shutil.move(tmp_path / "x.mp4", tmp_path / "videos" / name)
    run(tmp_path / "videos", tmp_path / "out")
    return tmp_path / "out"


def test_sources_below_folders_that_are_not_utf8_are_found(dataset: Path) -> None:
    report = check(dataset, rederive=99, seed=0, sources=None)
    assert report.ok, report.findings


def test_sources_that_moved_are_told_apart_by_their_bytes(dataset: Path, tmp_path: Path) -> None:
    shutil.move(tmp_path / "videos", tmp_path / "moved")
    report = check(dataset, rederive=99, seed=0, sources=tmp_path / "moved")
    assert report.ok, report.findings
    assert report.rederived > len(TWINS)


def test_a_source_that_is_gone_is_said(dataset: Path, tmp_path: Path) -> None:
    os.unlink(tmp_path / "videos" / TWINS[1])
    (finding,) = check(dataset, rederive=99, seed=0, sources=None).findings
    assert finding.kind == "missing"
    assert "b/clip.mp4' is not there; give --sources FOLDER if it was moved" in finding.what


def test_the_same_seed_draws_the_same_samples(dataset: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "videos")
    first = check(dataset, rederive=1, seed=5, sources=None).findings
    assert first == check(dataset, rederive=1, seed=5, sources=None).findings
    assert len(first) == 1


def test_all_samples_are_equally_likely_to_be_drawn(dataset: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "videos")
    drawn = {
        check(dataset, rederive=1, seed=seed, sources=None).findings[0].path for seed in range(40)
    }
    assert len(drawn) == len(TWINS)
