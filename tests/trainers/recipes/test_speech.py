from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.datasets.manifest import TextSegment
from spark_trainer.trainers.recipes.speech import packed, speech_of
from spark_trainer.trainers.recipes.tiny import SENTENCES, write_sounds

SEGMENTS = st.lists(st.tuples(st.floats(0, 600), st.floats(0.1, 25)), max_size=20).map(
    lambda pairs: [
        TextSegment(start=start, end=start + length, text=f"{start}") for start, length in pairs
    ]
)


@given(SEGMENTS)
def test_every_segment_is_in_one_window_and_no_window_is_too_long(
    segments: list[TextSegment],
) -> None:
    pieces = list(packed(segments, 30.0))
    flat = [segment for piece in pieces for segment in piece]
    assert sorted(flat, key=str) == sorted(segments, key=str)
    assert all(len(piece) == 1 or piece[-1].end - piece[0].start <= 30 for piece in pieces)


def test_a_folder_of_sounds_is_read_and_each_can_be_heard(tmp_path: Path) -> None:
    found, left_out = speech_of(write_sounds(tmp_path / "data"), 30.0)
    assert [one.text for one in found] == list(SENTENCES)
    assert left_out == []
    assert abs(len(found[0].sound()) - 16_000) < 100


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"file_name": "0.wav"}', r"metadata\.jsonl:1: wanted `file_name` and one of"),
        ("[1]", r"metadata\.jsonl:1: wanted an object"),
        ("{", r"metadata\.jsonl:1: not JSON"),
    ],
)
def test_a_wrong_line_is_named(line: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "metadata.jsonl").write_text(line + "\n")
    with pytest.raises(DatasetError, match=told):
        speech_of(tmp_path / "metadata.jsonl", 30.0)


@pytest.mark.parametrize("name", ["../outside.wav", "/etc/passwd", "missing.wav"])
def test_a_file_outside_the_dataset_is_never_opened(name: str, tmp_path: Path) -> None:
    write_sounds(tmp_path / "outside").parent.joinpath("0.wav").rename(tmp_path / "outside.wav")
    (tmp_path / "data").mkdir()
    row = {"file_name": name, "text": "x"}
    (tmp_path / "data/metadata.jsonl").write_text(json.dumps(row))
    (one,), _ = speech_of(tmp_path / "data/metadata.jsonl", 30.0)
    with pytest.raises(MediaError, match="outside|no such file"):
        one.sound()


def entry(**meta: object) -> str:
    base = {
        "source_path": "../v.mp4",
        "duration": 70.0,
        "num_frames": 0,
        "caption": None,
        "all_captions": [],
        "transcript": "one two three",
        "scenes": [],
        "video_info": {"duration": 70, "width": 1, "height": 1, "fps": 25, "codec": "h264"},
        "frames": [],
        "dropped": [],
        "language": "en",
    }
    return json.dumps(
        {"id": "v", "frames_dir": "v/frames", "audio": "v/audio.wav", "meta": {**base, **meta}}
    )


def test_a_long_sound_is_cut_between_the_pieces_of_its_transcript(tmp_path: Path) -> None:
    segments = [
        {"start": 1, "end": 20, "text": "one"},
        {"start": 21, "end": 29, "text": "two"},
        {"start": 40, "end": 65, "text": "three"},
    ]
    (tmp_path / "manifest.jsonl").write_text(entry(segments=segments))
    found, left_out = speech_of(tmp_path / "manifest.jsonl", 30.0)
    assert [(one.first_s, one.last_s, one.text) for one in found] == [
        (1, 29, "one two"),
        (40, 65, "three"),
    ]
    assert {one.group for one in found} == {"v"}
    assert left_out == []


def test_a_long_sound_without_times_is_left_out_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text(entry())
    found, (left_out,) = speech_of(tmp_path / "manifest.jsonl", 30.0)
    assert found == []
    assert left_out.why == "70.0 s are more than 30, and its transcript has no times to cut it at"
