"""Captions and transcripts that are there already."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.base import AudioRef, Cue, FrameRef, SubtitleTrack, VideoRef
from spark_trainer.labelers.subtitles.sidecar import SidecarCaptions, SidecarTranscript
from spark_trainer.pipelines.build import BuildOptions, build
from spark_trainer.pipelines.graph import default_pipeline, with_op
from spark_trainer.pipelines.ops import Captions, Frames, Transcript

NARRATION = [
    (0.21, 4.26, "NAR: This is the optical and science segment of the Webb"),
    (4.26, 8.35, "space telescope in one of the largest cleanrooms in the world"),
    (8.35, 12.47, "at NASA\u2019s Goddard Space Flight Center in Greenbelt, Maryland."),
    (12.47, 16.57, "This half of the observatory element successfully"),
]


def video(tmp_path: Path, *files: str, tracks: tuple[SubtitleTrack, ...] = ()) -> VideoRef:
    return VideoRef("id", tmp_path / "a.mp4", 9.0, tracks, tuple(tmp_path / f for f in files))


def track(index: int, text: str, default: bool = False) -> SubtitleTrack:
    return SubtitleTrack(index, "mov_text", "eng", default, (Cue(0.0, 5.0, text),))


def test_captions_follow_the_time_and_name_their_source(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nhello\n")
    ref = video(tmp_path, "a.srt")
    frames = [FrameRef(Path("x"), t, ref) for t in (0.999, 1.0, 1.999, 2.0)]
    found = SidecarCaptions().caption(frames)
    assert [c.text for c in found] == [None, "hello", "hello", None]
    assert [c.source for c in found] == [None, "a.srt", "a.srt", None]
    assert SidecarCaptions().cues(ref) == [Cue(1.0, 2.0, "hello")]


def test_the_default_stream_is_taken_where_no_file_is(tmp_path: Path) -> None:
    ref = video(tmp_path, tracks=(track(2, "first"), track(5, "default", default=True)))
    found = SidecarTranscript().transcribe(AudioRef(None, ref))
    assert (found.text, found.source) == ("default", "stream 5 (mov_text, eng)")


def test_a_file_beside_goes_before_a_stream_inside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("beside")
    ref = video(tmp_path, "a.txt", tracks=(track(2, "inside"),))
    assert SidecarTranscript().transcribe(AudioRef(None, ref)).text == "beside"


def test_a_broken_file_is_not_replaced_silently(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    ref = video(tmp_path, "a.json", tracks=(track(2, "inside"),))
    with pytest.raises(MediaError, match=r"a\.json: not JSON"):
        SidecarTranscript().transcribe(AudioRef(None, ref))


def test_nothing_is_said_aloud(tmp_path: Path) -> None:
    ref = video(tmp_path)
    assert SidecarCaptions().caption([FrameRef(Path("x"), 0.0, ref)])[0].text is None
    assert SidecarCaptions().notes(ref) == ["no captions: no subtitle file or stream"]
    found = SidecarTranscript().transcribe(AudioRef(None, ref))
    assert (found.text, found.notes) == (None, ("no transcript: no subtitle file or stream",))


def test_a_file_of_the_other_role_is_passed_over_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"caption": "a cat"}')
    ref = video(tmp_path, "a.json", tracks=(track(2, "hello"),))
    frame = FrameRef(Path("x"), 0.0, ref)
    assert SidecarCaptions().caption([frame])[0].text == "a cat"
    found = SidecarTranscript().transcribe(AudioRef(None, ref))
    assert (found.text, found.source) == ("hello", "stream 2 (mov_text, eng)")
    assert found.notes == ("a.json: only caption, no transcript",)


def test_frames_of_several_videos_keep_their_order(tmp_path: Path) -> None:
    one = video(tmp_path, tracks=(track(2, "one"),))
    two = video(tmp_path, tracks=(track(2, "two"),))
    frames = [FrameRef(Path("x"), t, v) for v, t in ((one, 4.0), (two, 1.0), (one, 9.0), (two, 0))]
    assert [c.text for c in SidecarCaptions().caption(frames)] == ["one", "two", None, "two"]


def test_a_text_too_long_for_a_caption_is_still_a_transcript(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 5000)
    ref = video(tmp_path, "a.txt")
    with pytest.raises(MediaError, match=r"a\.txt: 24999 characters: too long .*\.transcript\.txt"):
        SidecarCaptions().caption([FrameRef(Path("x"), 0.0, ref)])
    assert SidecarTranscript().transcribe(AudioRef(None, ref)).text is not None


@pytest.mark.parametrize("kind", ["folder", "fifo"])
def test_what_is_not_a_file_is_refused_and_never_waited_for(kind: str, tmp_path: Path) -> None:
    text = tmp_path / "a.srt"
    text.mkdir() if kind == "folder" else os.mkfifo(text)
    assert SidecarCaptions().companions_of(tmp_path / "a.mp4", ["a.srt"]) == [text]
    with pytest.raises(MediaError, match=r"a\.srt: not a regular file"):
        SidecarTranscript().transcribe(AudioRef(None, video(tmp_path, "a.srt")))


def test_a_name_that_is_not_utf8_is_told_in_full(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.txt").write_text("words")
    found = SidecarTranscript().transcribe(AudioRef(None, video(tmp_path, "caf\udce9.txt")))
    assert found.source == "caf\\xe9.txt"


def test_a_file_that_went_away_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"a\.srt: No such file"):
        SidecarTranscript().transcribe(AudioRef(None, video(tmp_path, "a.srt")))


def test_nasas_narration_comes_word_for_word(media_dir: Path, tmp_path: Path) -> None:
    pipeline = default_pipeline()
    for op in (
        Frames(fps=1, smart_sampling=False, perceptual_hashing=False),
        Captions(backend="sidecar"),
        Transcript(backend="sidecar"),
    ):
        pipeline = with_op(pipeline, op)
    build(
        pipeline, media_dir / "videos" / "nasa_13013.mp4", tmp_path / "out", BuildOptions(workers=0)
    )
    meta = json.loads((tmp_path / "out" / "manifest.jsonl").read_text())["meta"]
    assert [(c["start"], c["end"], c["text"]) for c in meta["cues"]] == NARRATION
    assert meta["transcript"] == " ".join(text for _, _, text in NARRATION)
    for frame, caption in zip(meta["frames"], meta["all_captions"], strict=True):
        expected = [text for start, end, text in NARRATION if start <= frame["time"] < end]
        assert caption == (expected[0] if expected else None)
    assert meta["num_frames"] == 13
