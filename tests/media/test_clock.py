"""Every frame's time, also of the last ones and of streams without time stamps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from tests.corpus.encode import encode, encoded

from spark_trainer.media.clock import FrameClock
from spark_trainer.media.media_pass import MediaPass
from spark_trainer.media.settings import FrameSettings, PassSettings, Rules

KEEP_ALL = Rules(
    smart_sampling=False, motion_threshold=0, hashing=False, hash_size=8, duplicate_distance=0
)
B_FRAMES = {"bf": "4", "x264-params": "b-adapt=0:b-pyramid=normal:scenecut=0"}


def frame(pts: int | None, time_base: Fraction | None = Fraction(1, 1000)) -> av.VideoFrame:
    made = av.VideoFrame(16, 16, "yuv420p")
    made.pts = pts
    if time_base is not None:
        made.time_base = time_base
    return made


def pass_times(clip: Path, staging: Path) -> list[float]:
    """The times of all frames that a pass takes at 1000 a second."""
    staging.mkdir()
    settings = PassSettings(FrameSettings(1000.0, "rate", (16, 16), "stretch", 92, KEEP_ALL))
    result = MediaPass(clip, staging, settings).run()
    return [record["time"] for record in result["frames"]["kept"]]


def test_frames_that_come_out_at_the_end_keep_their_own_times(tmp_path: Path) -> None:
    """FFmpeg's decoders hold frames back; the last come when the packets are over."""
    gaps_s = [0.04, 0.31, 0.04, 0.04, 0.92, 0.04, 0.5, 0.13] * 3
    times_s = [round(sum(gaps_s[:n]), 6) for n in range(len(gaps_s))]
    encode(tmp_path / "a.mp4", len(times_s), times_s=times_s, options=B_FRAMES)
    assert pass_times(tmp_path / "a.mp4", tmp_path / "out") == pytest.approx(times_s, abs=1e-5)


def test_a_frame_without_a_time_base_has_the_streams() -> None:
    clock = FrameClock(0.5, Fraction(25), Fraction(1, 1000))
    assert clock.time_s(frame(1500)) == 1.0
    assert clock.time_s(frame(4000, time_base=None)) == 3.5


def test_the_containers_start_is_zero(tmp_path: Path) -> None:
    encode(tmp_path / "a.ts", 5, times_s=[10.0, 10.1, 10.2, 10.3, 10.4])
    times_s = pass_times(tmp_path / "a.ts", tmp_path / "out")
    assert times_s == pytest.approx([0, 0.1, 0.2, 0.3, 0.4], abs=1e-5)


def test_a_frame_without_a_time_comes_a_step_after_the_latest() -> None:
    clock = FrameClock(0.0, Fraction(10), Fraction(1, 1000))
    stamps = [None, None, 900, None, 300, None]
    assert [clock.time_s(frame(p)) for p in stamps] == pytest.approx([0, 0.1, 0.9, 1.0, 0.3, 1.1])


def test_without_a_rate_the_step_is_a_25th_of_a_second() -> None:
    clock = FrameClock(0.0, None, None)
    assert [clock.time_s(frame(None)) for _ in range(3)] == pytest.approx([0, 0.04, 0.08])


def test_raw_h264_gets_times_from_its_rate(tmp_path: Path) -> None:
    (tmp_path / "a.h264").write_bytes(encoded("h264", 6))
    times_s = pass_times(tmp_path / "a.h264", tmp_path / "out")
    assert times_s == pytest.approx([n / 25 for n in range(6)])
