"""A frame decoded again, plainly, is the frame that the pass took."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.corpus.encode import encode
from tests.corpus.sound import Sound
from tests.corpus.sync import VARIABLE_S, pictures
from tests.media.passes import frame_settings, run_pass, times

from spark_trainer.media.rederive import audio_sha256, frames_at

WAYS: dict[str, dict[str, Any]] = {
    "plain.mp4": {},
    "b frames.mkv": {"options": {"preset": "medium", "bf": "3"}},
    "turned.mp4": {"rotate": (90.0, False, False)},
    "variable.mp4": {"frames": pictures(VARIABLE_S), "times_s": VARIABLE_S},
    "raw.h264": {"format": "h264"},
    "stream.ts": {},
    "ten bit.mkv": {"pix_fmt": "yuv420p10le"},
}


@pytest.mark.parametrize("name", WAYS)
def test_frames_derived_again_are_the_same_bytes(name: str, tmp_path: Path) -> None:
    how = {"frames": 60, **WAYS[name]}
    encode(tmp_path / name, how.pop("frames"), **how)
    settings = frame_settings(4.0)
    result, folder = run_pass(tmp_path / name, settings)
    again = frames_at(tmp_path / name, times(result), settings)
    assert len(again) == len(times(result)) > 3
    for record in result["frames"]["kept"]:
        assert again[record["time"]] == (folder / "frames" / record["file"]).read_bytes()


def test_a_time_at_which_no_frame_shows_is_absent(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", 25)
    assert set(frames_at(tmp_path / "x.mp4", [0.0, 0.013, 99.0], frame_settings())) == {0.0}


def test_sound_derived_again_has_the_same_hash(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", 25, audio=Sound())
    result, _ = run_pass(tmp_path / "x.mp4", None, audio=True)
    (tmp_path / "again").mkdir()
    assert audio_sha256(tmp_path / "x.mp4", tmp_path / "again") == result["audio"]["sha256"]
