"""Words without their markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.labelers.subtitles.markup import one_line, plain, plain_ass


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<i>Hello</i>\nthere", "Hello there"),
        ("<v Bob>Hello", "Hello"),
        ("<c.loud.yellow>Hello</c> <00:00:01.500>there", "Hello there"),
        ('<font color="#fff">Hello</font>', "Hello"),
        ("{\\an8}Hello\\Nthere", "Hello there"),
        ("a &amp; b &lt;i&gt; &#233;", "a & b <i> \u00e9"),
        ("&nosuch; &#99999999999; AT&T", "&nosuch; &#99999999999; AT&T"),
        ("a &#27;[31m &#0; b", "a [31m \ufffd b"),
        ("2 < 3, 4 > 1, I <3 you", "2 < 3, 4 > 1, I <3 you"),
        ("{laughs} yes", "{laughs} yes"),
        ("a\0b\x1b[2J\u2028c", "a b [2J c"),
    ],
)
def test_markup_goes_and_words_stay(text: str, words: str) -> None:
    assert plain(text) == words


def test_a_drawing_of_ass_is_no_text() -> None:
    assert plain_ass("{\\an8}Hello\\Nthere\\hyou {a remark}") == "Hello there you"
    assert plain_ass("{\\p1}m 0 0 l 100 0 100 100{\\p0}") == ""


@given(st.text())
def test_a_line_holds_no_control_character_or_surrogate(text: str) -> None:
    line = one_line(text + "\0\x1b\ud800")
    assert line == " ".join(line.split())
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in line)
