"""The clips that the repository ships for `make demo`."""

from __future__ import annotations

from pathlib import Path

import av
import pysubs2
import pytest

VIDEOS = Path(__file__).resolve().parents[2] / "demo" / "videos"
CLIPS = ("city", "kitchen", "park", "sea")


def test_the_clips_are_those_and_weigh_under_2_mb():
    names = sorted(path.name for path in VIDEOS.iterdir())
    assert names == sorted(f"{clip}{end}" for clip in CLIPS for end in (".mp4", ".srt"))
    assert sum(path.stat().st_size for path in VIDEOS.iterdir()) < 2_000_000


@pytest.mark.parametrize("clip", CLIPS)
def test_captions_cover_each_clip_without_a_gap(clip: str):
    with av.open(str(VIDEOS / f"{clip}.mp4")) as container:
        picture = container.streams.video[0]
        length_s = float(picture.duration * picture.time_base)
        assert len(container.streams.audio) == 1
    cues = list(pysubs2.load(str(VIDEOS / f"{clip}.srt"), encoding="utf-8"))
    assert [cue.start for cue in cues] == [0, *(cue.end for cue in cues[:-1])]
    assert cues[-1].end / 1000 == pytest.approx(length_s, abs=0.05)
    assert len(cues) == 3
