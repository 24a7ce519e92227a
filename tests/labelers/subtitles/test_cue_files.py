"""SRT and WebVTT, line by line."""

from __future__ import annotations

import time
from contextlib import suppress

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.labelers.subtitles.cue_files import BrokenCueError, read_cues
from spark_trainer.labelers.subtitles.markup import one_line


def test_notes_styles_and_names_of_webvtt_are_not_words() -> None:
    text = (
        "WEBVTT - x\n\nintro\n00:01.000 --> 00:02.000\nhello\n\nNOTE a remark\nmore\n\n"
        "STYLE\n::cue { color: red }\n\na name\n01:00:03.500 --> 01:00:04.000 align:left\nbye\n"
    )
    assert list(read_cues(text)) == [(1.0, 2.0, "hello"), (3603.5, 3604.0, "bye")]


def test_numbers_are_words_where_they_are_not_the_next_cues() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n7\n\n2\n00:00:02,000 --> 00:00:03,000\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nTake\n\n5"
    )
    assert [words for _, _, words in read_cues(text)] == ["7", "", "Take 5"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    text = end.join(["1", "0:00:01.5 --> 00:02,25 X1:100", "a", "b", ""])
    assert list(read_cues(text)) == [(1.5, 2.25, "a b")]


@pytest.mark.parametrize(
    "line",
    [
        "00:00:03,000 -> 00:00:04,000",
        "00:00:xx,000 --> 00:00:04,000",
        "00:00:03,000 -->",
        "-00:00:03,000 --> 00:00:04,000",
        "soon --> 00:00:04,000",
        "99999:00:00,000 --> 00:00:04,000",
    ],
)
def test_a_broken_time_line_is_named_not_shown_as_text(line: str) -> None:
    with pytest.raises(BrokenCueError, match=r"^line 5: wanted `00:00:01,000 --> .*found '"):
        list(read_cues(f"1\n00:00:01,000 --> 00:00:02,000\nhi\n\n{line}\nbye\n"))


def test_an_arrow_in_the_text_is_text() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nfrom A --> B\n"
    assert list(read_cues(text)) == [(1.0, 2.0, "from A --> B")]


TEXTS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ,.'?!\u00e4\u00e9-]{0,30}[A-Za-z0-9]", fullmatch=True)
TIMES = st.tuples(st.integers(0, 10**6), st.integers(1, 10**5))


@given(st.lists(st.tuples(TIMES, TEXTS), min_size=1, max_size=12), st.sampled_from(["srt", "vtt"]))
def test_cues_come_back_as_pysubs2_wrote_them(
    rows: list[tuple[tuple[int, int], str]], form: str
) -> None:
    subtitles = pysubs2.SSAFile()
    subtitles.events = [pysubs2.SSAEvent(s, s + n, text) for (s, n), text in rows]
    expected = [(s / 1000, (s + n) / 1000, one_line(text)) for (s, n), text in rows]
    assert sorted(read_cues(subtitles.to_string(form))) == sorted(expected)


PIECES = (
    *("<", "{", "{\\", "<v ", "</", "< ", "<i", "&", "&#", "&a", "\\N", "{\\i1"),
    *("\n", "\r\n", "\n ", "1\n", "1", "1:", "->", "-->", "-->1", "-", " ", "00:00:01,000 "),
    "00:00:01,000 --> 00:00:02,000 ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_reading_hostile_text_takes_linear_time(piece: str) -> None:
    hostile = piece * (100_000 // len(piece))
    for text in (hostile, f"1\n00:00:01,000 --> 00:00:02,000\nx{hostile}x", f"WEBVTT\n{hostile}x"):
        began = time.process_time()
        with suppress(BrokenCueError):
            list(read_cues(text))
        assert time.process_time() - began < 1.0
