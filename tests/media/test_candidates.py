"""Candidates: the first frame at or after each tick, whatever is left undecoded."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.corpus.barcode import read_index
from tests.corpus.encode import encode

from spark_trainer.media.candidates import Lookahead, Ticks, has_tick_between
from spark_trainer.media.media_pass import MediaPass
from spark_trainer.media.settings import FrameSettings, PassSettings, Rules, SceneSettings

MAX_REORDER = 16
RATES = st.sampled_from([0.5, 1.0, 2.0, 3.0, 7.5, 30.0, 1000.0])


@st.composite
def times(draw: st.DrawFn) -> list[float]:
    """Showing times in seconds that increase, from a start at or before 0.2."""
    gaps = draw(st.lists(st.integers(1, 1500), min_size=1, max_size=90))
    start = draw(st.integers(-500, 200))
    return [(start + sum(gaps[:n])) / 1000 for n in range(len(gaps))]


def first_after_each_tick(times_s: list[float], fps: float) -> list[float]:
    """The rule, spelt out: over all ticks k / fps, the first frame that is not before it."""
    last_tick = math.floor(times_s[-1] * fps + 1e-6)
    firsts = (
        next((t for t in times_s if t * fps + 1e-6 >= tick), None) for tick in range(last_tick + 1)
    )
    return sorted({t for t in firsts if t is not None})


@given(times_s=times(), fps=st.sampled_from([0.5, 1.0, 2.0, 3.0, 7.5, 30.0]))
def test_ticks_take_the_first_frame_at_or_after_each_tick(times_s: list[float], fps: float) -> None:
    ticks = Ticks(fps)
    shown = [t for t in times_s if t > -1e-6]
    taken = [t for t in shown if ticks.takes(t)]
    assert taken == (first_after_each_tick(shown, fps) if shown else [])


def test_a_frame_a_rounding_before_its_tick_is_taken() -> None:
    ticks = Ticks(3.0)
    assert [ticks.takes(round(n / 3, 9)) for n in range(5)] == [True] * 5


@pytest.mark.parametrize(
    ("before_s", "until_s", "expected"),
    [(0.0, 0.9, False), (0.0, 1.0, True), (1.0, 1.9, False), (-0.1, 0.0, True), (0.5, 3.5, True)],
)
def test_a_tick_counts_with_the_interval_that_it_ends(
    before_s: float, until_s: float, expected: bool
) -> None:
    assert has_tick_between(before_s, until_s, fps=1.0) is expected


@given(times_s=times(), fps=RATES, data=st.data())
def test_what_the_lookahead_leaves_out_is_no_candidate(
    times_s: list[float], fps: float, data: st.DataObject
) -> None:
    """In any order of decoding that codecs can make, and exactly: no packet too many."""
    count = len(times_s)
    late = data.draw(st.lists(st.integers(0, MAX_REORDER), min_size=count, max_size=count))
    order = sorted(range(count), key=lambda n: (n + late[n], n))
    ahead: Lookahead[int] = Lookahead(fps)
    out = [pair for n in order for pair in ahead.push(n, times_s[n])]
    out += ahead.drain()
    expected = {
        n
        for n in range(count)
        if n == 0 or math.floor(times_s[n] * fps + 1e-6) > math.floor(times_s[n - 1] * fps + 1e-6)
    }
    assert [n for n, _ in out] == order, "the packets keep their order"
    assert {n for n, wanted in out if wanted} == expected
    ticks = Ticks(fps)
    candidates = {n for n in range(count) if times_s[n] > -1e-6 and ticks.takes(times_s[n])}
    visible_first = min((n for n in range(count) if times_s[n] > -1e-6), default=0)
    assert candidates <= expected | {visible_first}


@given(st.lists(st.none() | st.integers(0, 9000), max_size=90))
def test_packets_without_a_time_are_decoded(stamps: list[int | None]) -> None:
    ahead: Lookahead[int] = Lookahead(1.0)
    out = [
        pair
        for n, stamp in enumerate(stamps)
        for pair in ahead.push(n, None if stamp is None else stamp / 1000)
    ]
    out += ahead.drain()
    assert [n for n, _ in out] == list(range(len(stamps)))
    assert all(wanted for n, wanted in out if stamps[n] is None)


def run_pass(
    clip: Path, staging: Path, *, fps: float, scenes: bool, at: Literal["rate", "keyframes"]
) -> tuple[list[tuple[float, str]], dict[str, Any]]:
    """Time and JPEG hash of every candidate, and the pass's counters."""
    staging.mkdir()
    keep_all = Rules(
        smart_sampling=False, motion_threshold=0, hashing=False, hash_size=8, duplicate_distance=0
    )
    frames = FrameSettings(fps, at, None, "stretch", 92, keep_all)
    settings = PassSettings(frames=frames, scenes=SceneSettings(27.0, 0.6) if scenes else None)
    result = MediaPass(clip, staging, settings).run()
    kept = []
    for record in result["frames"]["kept"]:
        jpeg = (staging / "frames" / record["file"]).read_bytes()
        kept.append((record["time"], hashlib.sha256(jpeg).hexdigest()))
    return kept, result["counters"]


@pytest.fixture(scope="module")
def b_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of H.264 with pyramids of B-frames and a key frame each second."""
    clip = tmp_path_factory.mktemp("clips") / "b.mp4"
    gop = {"bf": "4", "g": "25", "x264-params": "b-adapt=0:b-pyramid=normal:scenecut=0"}
    encode(clip, 150, options=gop)
    with av.open(clip) as container:
        kinds = [PictureType(frame.pict_type) for frame in container.decode(video=0)]
    assert kinds.count(PictureType.B) > 80
    return clip


@pytest.mark.parametrize("fps", [0.5, 1.0, 2.0, 3.3, 7.3, 12.0])
def test_skipping_pictures_changes_no_candidate(b_frames: Path, tmp_path: Path, fps: float) -> None:
    skipping, fewer = run_pass(b_frames, tmp_path / "a", fps=fps, scenes=False, at="rate")
    whole, every = run_pass(b_frames, tmp_path / "b", fps=fps, scenes=True, at="rate")
    assert skipping == whole
    assert len(whole) == math.ceil(6 * fps)
    assert every["frames_decoded"] == 150
    if fps <= 3.3:
        assert fewer["frames_decoded"] < 120


@pytest.mark.parametrize("codec", ["libx265", "mpeg2video", "mpeg4"])
@pytest.mark.parametrize("fps", [1.0, 7.3])
def test_skipping_changes_no_candidate_of_other_codecs(
    codec: str, fps: float, tmp_path: Path
) -> None:
    options = {"preset": "medium"} if codec == "libx265" else {"bf": "2", "g": "25"}
    encode(tmp_path / "x.mkv", 100, codec=codec, options=options)
    skipping, fewer = run_pass(tmp_path / "x.mkv", tmp_path / "a", fps=fps, scenes=False, at="rate")
    whole, _ = run_pass(tmp_path / "x.mkv", tmp_path / "b", fps=fps, scenes=True, at="rate")
    assert skipping == whole
    assert fewer["frames_decoded"] < 100, "nothing was skipped: this test says nothing"


@pytest.mark.parametrize("fps", [1.0, 7.3])
def test_a_damaged_stream_is_read_whole_whatever_could_be_skipped(
    fps: float, media_dir: Path, tmp_path: Path
) -> None:
    """Its decoder hides damage with the pictures before, and those depend on what is skipped."""
    clip = media_dir / "videos" / "corrupted.mp4"
    alone, counters = run_pass(clip, tmp_path / "a", fps=fps, scenes=False, at="rate")
    whole, _ = run_pass(clip, tmp_path / "b", fps=fps, scenes=True, at="rate")
    assert alone == whole
    assert counters["frames_decoded"] == 49


@pytest.mark.parametrize(("suffix", "start_s"), [("mp4", 0.0), ("mkv", 3.0), ("ts", 700.0)])
def test_each_candidate_shows_the_picture_of_its_time(
    suffix: str, start_s: float, tmp_path: Path
) -> None:
    """Variable rate, B-frames, a clock that starts anywhere; pictures say their own number."""
    gaps_s = [0.04, 0.31, 0.02, 0.05, 0.92, 0.04, 0.5, 0.13] * 6
    times_s = [round(sum(gaps_s[:n]), 6) for n in range(len(gaps_s))]
    clip = tmp_path / f"x.{suffix}"
    encode(clip, len(times_s), times_s=[start_s + t for t in times_s], options={"bf": "3"})
    kept, _ = run_pass(clip, tmp_path / "a", fps=2.0, scenes=False, at="rate")
    expected = first_after_each_tick(times_s, 2.0)
    assert [time_s for time_s, _ in kept] == pytest.approx(expected, abs=0.001)
    for n, time_s in enumerate(expected, 1):
        with Image.open(tmp_path / "a" / "frames" / f"frame_{n:06d}.jpg") as picture:
            assert read_index(np.asarray(picture)) == times_s.index(time_s)


@pytest.mark.parametrize("name", ["bikes.mp4", "nasa_13013.mp4", "flipping_a_pancake.mkv"])
def test_skipping_pictures_changes_no_candidate_of_real_clips(
    media_dir: Path, tmp_path: Path, name: str
) -> None:
    clip = media_dir / "videos" / name
    skipping, _ = run_pass(clip, tmp_path / "a", fps=2.0, scenes=False, at="rate")
    whole, _ = run_pass(clip, tmp_path / "b", fps=2.0, scenes=True, at="rate")
    assert skipping == whole


def test_keyframes_mode_takes_key_frames_alone(b_frames: Path, tmp_path: Path) -> None:
    with av.open(b_frames) as container:
        key_times = [f.time for f in container.decode(video=0) if f.key_frame]
    kept, counters = run_pass(b_frames, tmp_path / "a", fps=25.0, scenes=False, at="keyframes")
    assert [time_s for time_s, _ in kept] == pytest.approx(key_times)
    assert counters["frames_decoded"] == len(key_times) == 6


def test_keyframes_mode_takes_at_most_fps_a_second(b_frames: Path, tmp_path: Path) -> None:
    kept, _ = run_pass(b_frames, tmp_path / "a", fps=0.5, scenes=False, at="keyframes")
    assert [time_s for time_s, _ in kept] == [0.0, 2.0, 4.0]
