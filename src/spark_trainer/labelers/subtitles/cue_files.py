"""SRT and WebVTT, read line by line: each mistake has a line number, and time is linear.

pysubs2 reads both too, but takes WebVTT's notes, styles and cue names for words of the cue before
them, skips a broken time line and shows it as text, and needs minutes for 100 KB of line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_trainer.labelers.subtitles.markup import plain

Row = tuple[float, float, str]
"""Start and end in seconds, and the words."""

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_MEANT_AS_TIMING = re.compile(r"\s{0,9}-?\d+:|.*->\s{0,9}-?\d+:")
_NUMBER = re.compile(r"\s*\d{1,9}\s*")


class BrokenCueError(Exception):
    """A line that cannot be read; the message says which."""


def read_cues(text: str) -> Iterator[Row]:
    """The cues of an SRT file, or of a WebVTT file, which says so in its first line.

    Raises:
        BrokenCueError: a line is meant as times and is not.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    words = _vtt_words if lines[0].startswith("WEBVTT") else _srt_words
    stamps = [(at, times) for at, line in enumerate(lines) if (times := _times(line, at + 1))]
    ends = [*(at for at, _ in stamps), len(lines)][1:]
    for (at, (start_s, end_s)), end in zip(stamps, ends, strict=True):
        yield start_s, end_s, plain("\n".join(words(lines[at + 1 : end], end < len(lines))))


def _times(line: str, number: int) -> tuple[float, float] | None:
    """The times of a time line, None for any other line."""
    if "->" not in line:
        return None
    if found := _TIMING.fullmatch(line):
        parts = found.groups()
        return _seconds(parts[:4]), _seconds(parts[4:])
    if _MEANT_AS_TIMING.match(line):
        raise BrokenCueError(
            f"line {number}: wanted `00:00:01,000 --> 00:00:02,000`, found {line!r:.60}"
        )
    return None


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole_s = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return (whole_s * 1000 + int((fraction or "0").ljust(3, "0"))) / 1000


def _srt_words(lines: list[str], another_follows: bool) -> list[str]:
    """All lines up to the number of the next cue; empty lines within a cue are common."""
    return lines[:-1] if another_follows and lines and _NUMBER.fullmatch(lines[-1]) else lines


def _vtt_words(lines: list[str], _another_follows: bool) -> list[str]:
    """Up to the first empty line; after it come notes, styles and the next cue's name."""
    return lines[: lines.index("")] if "" in lines else lines
