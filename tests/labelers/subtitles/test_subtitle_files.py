"""Text beside a video: every form read, every mistake named."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.base import Cue
from spark_trainer.labelers.subtitles.subtitle_files import (
    MAX_BYTES,
    MAX_CUES,
    Role,
    TextFile,
    read_text_file,
    texts_at,
)

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\nthere\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\nbye\n"
)
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Bob>Hello there\n\n00:03.000 --> 00:04.000\nbye\n"
ASS = (
    "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, "
    "MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}Hello\\Nthere\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,bye\n"
)
ROWS = [{"start": 1, "end": 2.5, "text": "Hello there"}, {"start": 3, "end": 4, "text": "bye"}]
OTHER_KEYS = [
    {"start_time": 1, "end_time": 2.5, "caption": "Hello there"},
    {"start_time": 3, "end_time": 4, "caption": "bye"},
]
CUES = (Cue(1.0, 2.5, "Hello there"), Cue(3.0, 4.0, "bye"))


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.srt", SRT),
        ("a.vtt", VTT),
        ("a.ass", ASS),
        ("a.json", json.dumps(ROWS)),
        ("b.json", json.dumps({"segments": ROWS, "text": "all of it"})),
        ("c.json", json.dumps({"captions": OTHER_KEYS})),
        ("d.json", json.dumps({"cues": ROWS})),
    ],
)
def test_timed_text_of_every_form(name: str, text: str, tmp_path: Path) -> None:
    assert read_text_file(put(tmp_path, name, text)) == TextFile(CUES, None)


@pytest.mark.parametrize(
    ("key", "role"), [("caption", "captions"), ("transcript", "transcript"), ("text", "captions")]
)
def test_one_text_for_the_whole(key: str, role: Role, tmp_path: Path) -> None:
    found = read_text_file(put(tmp_path, "a.json", json.dumps({key: "a\n b"})), role)
    assert (found.whole, found.at([0.0, 99.0]), found.cues) == ("a b", ["a b", "a b"], ())


def test_plain_text_is_one_line(tmp_path: Path) -> None:
    found = read_text_file(put(tmp_path, "a.txt", "a man\n\tis  cooking\n"))
    assert found.text == "a man is cooking"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_by_its_marks(encoding: str, tmp_path: Path) -> None:
    found = read_text_file(put(tmp_path, "a.txt", "Käse\u2019s".encode(encoding)))
    assert (found.text, found.notes) == ("Käse\u2019s", ())


def test_another_encoding_is_said(tmp_path: Path) -> None:
    found = read_text_file(put(tmp_path, "a.txt", "Käse".encode("cp1252")))
    assert found.text == "Käse"
    assert found.notes == ("a.txt is not UTF-8; read as Windows-1252",)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.srt", "no times here", r"a\.srt: no cue found; is it a \.srt file"),
        ("a.srt", "", r"a\.srt: the file has zero bytes"),
        ("a.srt", "1\n0:00:xx --> 0:00:01\nx\n", r"a\.srt: line 2: wanted `00:00:01,000 -->"),
        ("a.srt", "1\n0:00:02 --> 0:00:01\nx\n", r"a\.srt: all 1 cues have impossible times"),
        ("a.ass", "no events", r"a\.ass: "),
        ("a.json", '["a", "b"]', r"\[0\]: an object is wanted"),
        ("a.json", '[{"start": [[[1]]], "end": 2, "text": "x"}]', r"start: .* found list"),
        ("a.txt", " \n", "a.txt: it holds no text"),
        ("a.json", "{", "a.json: not JSON"),
        ("a.json", "[" * 100_000, "a.json: not JSON"),
        ("a.json", "7", 'a.json: wanted {"caption"'),
        ("a.json", '{"words": []}', 'a.json: wanted {"caption"'),
        ("a.json", '[{"start": "1", "end": 2, "text": "x"}]', r"\[0\]\.start: a number"),
        ("a.json", '{"segments": [{"start": 1, "end": 2}]}', r"segments\[0\]\.text: a text"),
        ("a.json", "[5]", r"\[0\]: an object is wanted"),
        ("a.json", f'[{{"start": {10**400}, "end": 2, "text": "x"}}]', "a.json"),
    ],
)
def test_what_is_wrong_is_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=message) as caught:
        read_text_file(put(tmp_path, name, text))
    assert caught.value.code == "sidecar"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(MediaError, match="larger than 16 MiB"):
        read_text_file(path)


@pytest.mark.parametrize(
    ("start", "end"), [("NaN", "1"), ("0", "Infinity"), ("-5", "1"), ("2", "1"), ("0", "1e9")]
)
def test_impossible_times_are_left_out_and_said(start: str, end: str, tmp_path: Path) -> None:
    text = f'[{{"start":{start},"end":{end},"text":"x"}},{{"start":0,"end":1,"text":"y"}}]'
    found = read_text_file(put(tmp_path, "a.json", text))
    assert found.cues == (Cue(0.0, 1.0, "y"),)
    assert found.notes == ("a.json: 1 cues with impossible times left out",)


@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), max_size=9),
    st.lists(st.floats(0, 10), max_size=5),
)
def test_a_time_shows_the_cues_that_hold_it(
    spans: list[tuple[float, float]], times_s: list[float]
) -> None:
    spans = sorted((min(span), max(span)) for span in spans)
    cues = [Cue(start, end, f"c{n}") for n, (start, end) in enumerate(spans)]
    expected = [" ".join(c.text for c in cues if c.start_s <= t < c.end_s) or None for t in times_s]
    assert texts_at(cues, times_s) == expected


def test_many_cues_over_many_frames_do_not_multiply() -> None:
    cues = [Cue(n / 10, n / 10 + 0.1, "x") for n in range(200_000)]
    began = time.process_time()
    texts_at(cues, [n / 2 for n in range(40_000)])
    assert time.process_time() - began < 5


def test_thousands_of_cues_at_one_time_are_refused() -> None:
    found = TextFile(tuple(Cue(0.0, 9.0, "x") for _ in range(MAX_CUES)), None)
    with pytest.raises(ValueError, match="200000 cues at 1"):
        found.at([1.0])


def test_what_is_called_a_caption_is_no_transcript(tmp_path: Path) -> None:
    path = put(tmp_path, "a.json", '{"caption": "a cat", "transcript": "hello"}')
    assert read_text_file(path, "captions").text == "a cat"
    assert read_text_file(path, "transcript").text == "hello"
    path = put(tmp_path, "b.json", '{"caption": "a cat"}')
    found = read_text_file(path, "transcript")
    assert (found.text, found.notes) == ("", ("b.json: only caption, no transcript",))


def test_more_cues_than_a_subtitle_file_has_are_refused(tmp_path: Path) -> None:
    text = "0:00:00 --> 0:00:01\nx\n" * (MAX_CUES + 1)
    with pytest.raises(MediaError, match="more than 200000 cues"):
        read_text_file(put(tmp_path, "a.srt", text))
