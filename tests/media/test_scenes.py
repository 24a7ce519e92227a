"""Scenes are those of PySceneDetect: the same scores, the same filter, the same cuts."""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenedetect import ContentDetector, FrameTimecode, SceneManager, open_video
from scenedetect.detector import FlashFilter
from scenedetect.scene_manager import compute_downscale_factor
from tests.corpus.barcode import Picture, draw
from tests.corpus.encode import encode

from spark_trainer.media.scenes import ContentScorer, CutFinder, scenes_from_cuts
from spark_trainer.pipelines.multimodal_pipeline import detect_scenes

FRAMES = 6


def lively(size: tuple[int, int]) -> list[Picture]:
    """Numbered pictures with fine detail in every pixel, the last three in another scene."""
    noise = np.random.default_rng(5).integers(0, 60, (size[1], size[0], 3), np.uint8)
    return [draw(n, size, scene=n // 3) // 2 + np.roll(noise, n, axis=1) for n in range(FRAMES)]


def their_scores(path: Path) -> list[float]:
    """What PySceneDetect's detector gives for each frame, shrunk as its scene manager does."""
    detector, scores = ContentDetector(), []
    with av.open(path) as container:
        for frame in container.decode(video=0):
            bgr = frame.to_ndarray(format="bgr24")
            height, width = bgr.shape[:2]
            factor = compute_downscale_factor(max(width, height))
            if factor > 1.0:
                size = (max(1, round(width / factor)), max(1, round(height / factor)))
                bgr = cv2.resize(bgr, size, interpolation=cv2.INTER_LINEAR)
            scores.append(detector._calculate_frame_score(None, bgr))
    return scores


def our_scores(path: Path) -> tuple[list[float], str]:
    """Our score of each frame, and the reader that was used."""
    scorer = ContentScorer()
    with av.open(path) as container:
        scores = [scorer.score(frame) for frame in container.decode(video=0)]
    return scores, type(scorer._reader).__name__


@pytest.mark.parametrize(
    ("size", "pix_fmt", "reader"),
    [
        ((1280, 720), "yuv420p", "_NeededPixels"),
        ((768, 432), "yuv420p", "_NeededPixels"),
        ((640, 272), "yuv420p", "_NeededRows"),
        ((426, 240), "yuv420p", "_NeededRows"),
        ((240, 426), "yuv420p", "_NeededRows"),
        ((512, 288), "yuv420p", "_NeededRows"),
        ((642, 362), "yuv420p", "_NeededRows"),
        ((1920, 1080), "yuv420p", "_NeededRows"),
        ((640, 272), "yuvj420p", "_AllPixels"),
        ((176, 144), "yuv420p", "_AllPixels"),
        ((640, 272), "yuv420p10le", "_AllPixels"),
        ((640, 272), "yuv444p", "_AllPixels"),
    ],
)
def test_scores_are_those_of_pyscenedetect(
    tmp_path: Path, size: tuple[int, int], pix_fmt: str, reader: str
) -> None:
    clip = tmp_path / "clip.mp4"
    encode(clip, lively(size), size=size, pix_fmt=pix_fmt)
    ours, used = our_scores(clip)
    assert used == reader
    assert max(ours) > 1
    assert ours == pytest.approx(their_scores(clip), rel=0, abs=1e-9)


@pytest.mark.parametrize("size", [(1280, 720), (640, 272)])
def test_scores_of_interlaced_pictures_are_those_of_pyscenedetect(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """FFmpeg converts the two fields of a picture apart: chroma rows lie elsewhere."""
    clip = tmp_path / "clip.mp4"
    options = {"flags": "+ilme+ildct", "x264-params": "tff=1"}
    encode(clip, lively(size), size=size, options=options)
    with av.open(clip) as container:
        assert next(container.decode(video=0)).interlaced_frame
    assert our_scores(clip)[0] == pytest.approx(their_scores(clip), rel=0, abs=1e-9)


@pytest.mark.parametrize("size", [(641, 361), (640, 361), (641, 362), (253, 143)])
def test_scores_of_odd_sizes_are_those_of_pyscenedetect(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clip = tmp_path / "clip.webm"
    encode(clip, lively(size), size=size, codec="libvpx-vp9")
    assert our_scores(clip)[0] == pytest.approx(their_scores(clip), rel=0, abs=1e-9)


def test_scores_of_high_dynamic_range_are_those_of_pyscenedetect(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    params = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:chromaloc=2"
    encode(clip, lively((640, 272)), size=(640, 272), options={"x264-params": params})
    assert our_scores(clip)[0] == pytest.approx(their_scores(clip), rel=0, abs=1e-9)


@pytest.mark.parametrize("size", [(1280, 720), (640, 272), (176, 144)])
@pytest.mark.parametrize(("matrix", "full_range"), [(1, False), (1, True), (5, True), (9, False)])
def test_scores_heed_the_colours_that_the_stream_states(
    tmp_path: Path, size: tuple[int, int], matrix: int, full_range: bool
) -> None:
    clip = tmp_path / "clip.mp4"
    names = {1: "bt709", 5: "bt470bg", 9: "bt2020nc"}
    params = f"colormatrix={names[matrix]}:fullrange={'on' if full_range else 'off'}"
    encode(clip, lively(size), size=size, options={"x264-params": params})
    with av.open(clip) as container:
        assert next(container.decode(video=0)).colorspace == matrix
    assert our_scores(clip)[0] == pytest.approx(their_scores(clip), rel=0, abs=1e-9)


def test_a_frame_of_another_size_counts_as_wholly_new() -> None:
    scorer = ContentScorer()
    frames = [av.VideoFrame.from_ndarray(draw(1, s), "rgb24") for s in ((320, 180), (160, 90))]
    assert [scorer.score(frames[n]) for n in (0, 0, 1, 1)] == [0.0, 0.0, 255.0, 0.0]


def their_cuts(path: Path) -> list[float]:
    """Cut times by PySceneDetect. Its OpenCV back end cannot decode AV1; its PyAV one can."""
    for backend in ("opencv", "pyav"):
        video = open_video(str(path), backend=backend)
        manager = SceneManager()
        manager.add_detector(ContentDetector(min_scene_len="0.6s"))
        if manager.detect_scenes(video):
            break
    return [start.seconds for start, _ in manager.get_scene_list()[1:]]


def test_cuts_in_real_clips_are_those_of_pyscenedetect(media_dir: Path) -> None:
    found = 0
    for path in sorted((media_dir / "videos").iterdir()):
        with av.open(path) as container:
            frame_s = float(1 / container.streams.video[0].average_rate)
        ours = [scene["start_time"] for scene in detect_scenes(path)[1:]]
        assert ours == pytest.approx(their_cuts(path), abs=frame_s), path.name
        found += len(ours)
    assert found > 0, "no clip has a cut: this test says nothing"


@pytest.mark.parametrize("name", ["bikes.mp4", "nasa_13013.mp4"])
def test_cuts_are_those_of_the_command_line_tool(
    name: str, media_dir: Path, tmp_path: Path
) -> None:
    """`scenedetect detect-content`, just as a user runs it, with all its defaults."""
    path = media_dir / "videos" / name
    command = ["-m", "scenedetect", "-q", "-i", path, "-o", tmp_path, "detect-content"]
    subprocess.run([sys.executable, *command, "list-scenes", "-s", "-f", "x.csv"], check=True)
    with (tmp_path / "x.csv").open(newline="") as lines:
        theirs = [float(row["Start Time (seconds)"]) for row in csv.DictReader(lines)]
    ours = [scene["start_time"] for scene in detect_scenes(path)]
    assert len(ours) > 1
    assert ours == pytest.approx(theirs, abs=0.04)


@given(
    above=st.lists(st.integers(0, 40), max_size=40),
    fps=st.sampled_from([Fraction(25), Fraction(30), Fraction(30000, 1001)]),
    length_frames=st.integers(0, 40),
)
def test_the_filter_merges_as_pyscenedetect_does(
    above: list[int], fps: Fraction, length_frames: int
) -> None:
    """`above` holds the gaps between frames above the threshold."""
    marks = {sum(above[: n + 1]) + n for n in range(len(above))}
    theirs = FlashFilter(FlashFilter.Mode.MERGE, length=length_frames)
    ours = CutFinder(threshold=27.0, min_scene_s=float(length_frames / fps))
    cuts: list[int] = []
    for n in range(max(marks, default=0) + 60):
        cuts += [c.frame_num for c in theirs.filter(FrameTimecode(n, fps), n in marks)]
        ours.add(float(n / fps), 27.0 if n in marks else 26.9)
    assert [round(t * fps) for t in ours.cuts] == cuts


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30), Fraction(30000, 1001)])
@given(above=st.lists(st.integers(0, 40), max_size=40))
def test_the_default_least_length_is_that_of_the_command_line_tool(
    fps: Fraction, above: list[int]
) -> None:
    marks = {sum(above[: n + 1]) + n for n in range(len(above))}
    theirs = FlashFilter(FlashFilter.Mode.MERGE, length="0.6s")
    ours = CutFinder()
    cuts: list[int] = []
    for n in range(max(marks, default=0) + 60):
        cuts += [c.frame_num for c in theirs.filter(FrameTimecode(n, fps), n in marks)]
        ours.add(float(n / fps), 27.0 if n in marks else 0.0)
    assert [round(t * fps) for t in ours.cuts] == cuts


@given(
    cuts=st.lists(st.floats(-10, 1000)).map(sorted),
    duration_s=st.floats(-1, 900),
)
def test_scenes_cover_the_clip_without_a_gap(cuts: list[float], duration_s: float) -> None:
    scenes = scenes_from_cuts(cuts, duration_s)
    assert scenes[0]["start_time"] == 0.0
    assert scenes[-1]["end_time"] == max(duration_s, 0.0)
    assert all(a["end_time"] == b["start_time"] for a, b in pairwise(scenes))
    assert {s["start_time"] for s in scenes[1:]} == {c for c in cuts if 0 < c < duration_s}
    assert all(math.isfinite(t) for s in scenes for t in s.values())


@given(cuts=st.lists(st.floats(0, 100), unique=True).map(sorted), duration_s=st.floats(1, 100))
def test_no_scene_is_empty(cuts: list[float], duration_s: float) -> None:
    assert all(s["start_time"] < s["end_time"] for s in scenes_from_cuts(cuts, duration_s))
