"""No labels, chosen by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.labelers.base import AudioRef, Caption, FrameRef, Transcript, VideoRef
from spark_trainer.labelers.none import NoCaptions, NoTranscript

VIDEO = VideoRef("id", Path("clip.mp4"), 9.0, companions=(Path("nowhere/clip.srt"),))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_frame_gets_the_absence_of_a_caption(count: int) -> None:
    frames = [FrameRef(Path("nowhere.jpg"), float(n), VIDEO) for n in range(count)]
    assert NoCaptions().caption(frames) == [Caption(None, None)] * count


@pytest.mark.parametrize("path", [None, Path("nowhere.wav")])
def test_no_sound_is_read_and_no_text_given(path: Path | None) -> None:
    assert NoTranscript().transcribe(AudioRef(path, VIDEO)) == Transcript(None)


@pytest.mark.parametrize("labeler", [NoCaptions(), NoTranscript()], ids=["captions", "transcript"])
def test_files_beside_the_video_are_not_depended_on(labeler: NoCaptions | NoTranscript) -> None:
    assert labeler.companions_of(Path("clip.mp4"), ["clip.srt", "clip.captions.txt"]) == []


def test_what_was_chosen_to_be_absent_needs_no_note() -> None:
    assert NoCaptions().cues(VIDEO) == []
    assert NoCaptions().notes(VIDEO) == []
    assert NoTranscript().transcribe(AudioRef(None, VIDEO)).notes == ()
