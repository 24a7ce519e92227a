"""core/text.py: text from outside, shown on one line and stored as UTF-8."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.text import portable, printable

ANY_TEXT = st.text(st.characters(categories=None))
"""Every code point, lone surrogates included."""
FILE_NAMES = st.binary(min_size=1, max_size=60).map(os.fsdecode)


@given(ANY_TEXT | FILE_NAMES)
def test_printable_never_lets_a_control_character_or_a_line_end_through(text: str) -> None:
    shown = printable(text)
    assert {unicodedata.category(c) for c in shown}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_printable_is_stable(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(st.text(st.characters(categories=("L", "N", "S", "Zs"))))
def test_printable_leaves_readable_text_alone(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("clip.mp4\x1b[2J", r"clip.mp4\x1b[2J"),
        ("two\nlines\r", r"two\nlines\r"),
        ("gpj\u202e.mp4", r"gpj\u202e.mp4"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("\u2028", r"\u2028"),
        ("\udcff.mp4", r"\xff.mp4"),
        ("\ud800", r"\ud800"),
        ("C:\\clips", "C:\\clips"),
        ("Zoë 🎬 映画", "Zoë 🎬 映画"),
    ],
)
def test_printable_writes_escapes_that_name_the_character(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_printable_takes_a_path() -> None:
    assert printable(Path("a\nb.mp4")) == r"a\nb.mp4"


@given(ANY_TEXT | FILE_NAMES)
def test_portable_text_can_always_be_stored(text: str) -> None:
    assert portable(text).encode("utf-8").decode("utf-8") == portable(text)


@given(st.text())
def test_portable_leaves_text_that_can_be_stored_alone(text: str) -> None:
    assert portable(text) == text


def test_portable_names_the_byte_that_is_not_utf8() -> None:
    assert portable(os.fsdecode(b"caf\xe9.mp4")) == r"caf\xe9.mp4"
