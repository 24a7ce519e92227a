"""Which texts are marked as doubtful, and which must not be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media.passes import run_pass

from spark_trainer.labelers.base import Cue
from spark_trainer.labelers.speech.doubts import (
    Heard,
    doubts_about,
    is_silence,
    loops,
    repeats,
    too_dense,
)

JFK = (
    "And so my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country."
)
SURE = Heard(0.0, 10.9, 7.1, (Cue(0.3, 10.5, JFK),), -0.2, 0.01, finished=True)

REAL = [
    JFK,
    "No, no, no, no! I said no.",
    "Row, row, row your boat, gently down the stream.",
    "Ten, nine, eight, seven, six, five, four, three, two, one, zero.",
    "Hello, hello, hello? Is anybody there?",
    "今日は天気がいいから、散歩しましょう。",
]
INVENTED = [
    "Thank you. " * 8,
    "the the the the the the the the",
    "And then we go to the house. " * 5,
    "ご視聴ありがとうございました" * 6,
    "ハハハハハハハハハハハハ",
]


def rules(heard: Heard) -> list[str]:
    return [doubt.rule for doubt in doubts_about(heard)]


@pytest.mark.parametrize("text", REAL)
def test_what_people_say_does_not_loop(text: str) -> None:
    assert repeats(text) is None
    assert loops(text) is None


@pytest.mark.parametrize("text", INVENTED)
def test_invented_loops_are_marked(text: str) -> None:
    assert "times running" in str(loops(text))


def test_the_length_of_a_loop_is_told() -> None:
    assert loops("so it goes on " * 9) == "the same phrase (words: 4) 9 times running"
    assert loops("ハ" * 12) == "the same phrase (letters: 1) 12 times running"


def test_text_that_zlib_makes_far_smaller_is_marked() -> None:
    assert "zlib makes the text" in str(repeats("So we will see how this goes on. " * 5))


def test_more_words_than_speech_has_are_marked() -> None:
    assert too_dense(JFK, 7.1) is None
    assert too_dense(JFK, 1.5) == "71 letters a second; the fastest speech has 30"
    assert too_dense("ご視聴ありがとうございました", 3.0) is None
    assert too_dense("ご視聴ありがとうございました", 1.0) is not None
    assert too_dense("Yes.", 0.0) is None


def test_a_sure_window_has_no_doubts() -> None:
    assert rules(SURE) == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (replace(SURE, voiced_s=2.0), "too_dense"),
        (replace(SURE, segments=(Cue(0.3, 1.3, JFK),), end_s=1.4), "too_dense"),
        (replace(SURE, avg_logprob=-1.2), "unsure"),
        (replace(SURE, no_speech_prob=0.7), "maybe_silence"),
        (replace(SURE, finished=False), "cut_off"),
        (replace(SURE, segments=(Cue(0.3, 7.0, JFK),)), "unheard"),
    ],
)
def test_each_rule_marks(changed: Heard, rule: str) -> None:
    assert rules(changed) == [rule]


def test_the_stretch_without_words_is_named() -> None:
    (doubt,) = doubts_about(replace(SURE, segments=(Cue(0.3, 7.0, JFK),)))
    assert (doubt.start_s, doubt.end_s) == (7.0, 10.9)
    assert doubt.what == "somebody speaks for 3.9 s after the last word"


def test_the_narration_of_a_real_film_is_not_marked(media_dir: Path) -> None:
    result, _ = run_pass(media_dir / "videos" / "nasa_13013.mp4", None)
    cues = tuple(Cue(*cue) for cue in result["subtitles"][0]["cues"])
    assert sum(len(cue.text.split()) for cue in cues) > 30
    assert rules(Heard(0.0, 16.6, 10.4, cues, -0.3, 0.0, finished=True)) == []


def test_nothing_said_is_nothing_doubtful() -> None:
    assert rules(replace(SURE, segments=(), avg_logprob=-3.0)) == []


def test_a_window_is_silent_by_both_numbers_together() -> None:
    assert is_silence(-1.1, 0.7)
    assert not is_silence(-0.9, 0.9)
    assert not is_silence(-2.0, 0.5)


@given(st.text(max_size=300), st.floats(0, 30), st.floats(-20, 0), st.floats(0, 1))
def test_no_text_is_too_odd(text: str, seconds: float, logprob: float, silent: float) -> None:
    segments = (Cue(0.0, seconds, text),)
    for doubt in doubts_about(Heard(0.0, 30.0, seconds, segments, logprob, silent, True)):
        assert doubt.what and 0 <= doubt.start_s <= doubt.end_s <= 30
