"""Subtitle text without its markup, in one line; in time linear in its length."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d{1,4}:[^<>]*>")
"""`<i>`, `</font>`, `<v Bob>`, `<c.loud>` and karaoke's `<00:01.500>`; not the `<` of `a < b`."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
_ANY_BRACES = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\\p[1-9]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def one_line(text: str) -> str:
    """Text with every run of white space and control characters as one space."""
    return " ".join(_SURROGATE.sub("", _CONTROL.sub(" ", text)).split())


def plain(text: str) -> str:
    """The words of an SRT or WebVTT cue: tags go, `&amp;` becomes `&`."""
    return one_line(_ENTITY.sub(_character, _TAG.sub("", _breaks(_OVERRIDE.sub("", text)))))


def plain_ass(text: str) -> str:
    """The words of an ASS event; a drawing has none."""
    if any(_DRAWING.search(block) for block in _ANY_BRACES.findall(text)):
        return ""
    return one_line(_breaks(_ANY_BRACES.sub("", text)).replace("\\n", " "))


def _breaks(text: str) -> str:
    return text.replace("\\N", "\n").replace("\\h", " ")


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])
