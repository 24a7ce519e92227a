"""Text files beside a video: .srt, .vtt, .ass, .json and .txt, as cues or as one text.

JSON may be one of: `{"caption": str}`, `{"transcript": str}`, `{"text": str}` (one text for all);
`{"captions": [...]}`, `{"cues": [...]}` or Whisper's `{"segments": [...]}`, or just such a list, of
`{"start", "end", "text"}` (also `start_time`, `end_time`, `caption`), times in seconds.
"""

from __future__ import annotations

import json
import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import Cue

MAX_BYTES = 16 << 20
MAX_TIME_S = 10 * 24 * 3600.0
"""A cue later than ten days is a mistake."""

_WHOLE_KEYS = ("caption", "transcript", "text")
_TIMED_KEYS = ("captions", "cues", "segments")
_JSON_FORMS = (
    'wanted {"caption": ...}, {"transcript": ...}, {"text": ...}, or a list of '
    '{"start", "end", "text"}, by itself or under "captions", "cues" or "segments"'
)


@dataclass(frozen=True)
class TextFile:
    """What a file beside a video says: timed cues, or one text for the whole video."""

    cues: tuple[Cue, ...]
    whole: str | None
    notes: tuple[str, ...] = ()

    def at(self, time_s: float) -> str | None:
        """The text that is shown at a time: all cues with start <= time < end, in order."""
        if self.whole is not None:
            return self.whole
        return text_at(self.cues, time_s)

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return self.whole if self.whole is not None else " ".join(c.text for c in self.cues)


def text_at(cues: tuple[Cue, ...], time_s: float) -> str | None:
    """The text of all cues with start <= time < end, in order; None where there is none."""
    shown = [c.text for c in cues if c.start_s <= time_s < c.end_s]
    return " ".join(shown) or None


def one_line(text: str) -> str:
    """Text with every run of white space and control characters as one space."""
    plain = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if not 0xD800 <= ord(c) <= 0xDFFF
    )
    return " ".join(plain.split())


def read_text_file(path: Path) -> TextFile:
    """Read a file beside a video.

    Raises:
        MediaError: code `sidecar`; says which file, and what of it is wrong.
    """
    text, notes = _decoded(path)
    suffix = path.suffix.lower()
    if suffix == ".json":
        found = _from_json(path, text)
    elif suffix == ".txt":
        found = TextFile((), one_line(text))
    else:
        found = _from_subtitles(path, text, suffix)
    if not found.text:
        raise _wrong(path, "it holds no text. Fill it, or remove it")
    return TextFile(found.cues, found.whole, (*notes, *found.notes))


def _wrong(path: Path, what: str) -> MediaError:
    return MediaError("sidecar", f"{printable(path.name)}: {what}")


def _decoded(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file: UTF-8, UTF-16 by its mark, else Windows-1252, which is said."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as e:
        raise _wrong(path, f"cannot be read: {e.strerror}") from e
    if data is None:
        raise _wrong(path, f"larger than {MAX_BYTES >> 20} MiB; a subtitle file is not")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = f"{printable(path.name)} is not UTF-8; read as Windows-1252"
        return data.decode("cp1252", "replace"), (note,)


def _from_subtitles(path: Path, text: str, suffix: str) -> TextFile:
    import pysubs2

    try:
        subtitles = pysubs2.SSAFile.from_string(
            text, format_={".ssa": "ass"}.get(suffix, suffix[1:])
        )
    except (pysubs2.exceptions.Pysubs2Error, ValueError, IndexError, KeyError) as e:
        raise _wrong(path, f"not a {suffix} file: {e}") from e
    rows = [(e.start / 1000, e.end / 1000, e.plaintext) for e in subtitles if not e.is_comment]
    if not rows:
        raise _wrong(path, f"no cue found; is it a {suffix} file?")
    return _timed(path, rows)


def _timed(path: Path, rows: list[tuple[float, float, str]]) -> TextFile:
    cues = []
    left_out = 0
    for start_s, end_s, text in rows:
        line = one_line(text)
        usable = math.isfinite(start_s) and math.isfinite(end_s)
        if usable and line and 0 <= start_s < end_s <= MAX_TIME_S:
            cues.append(Cue(start_s, end_s, line))
        elif line:
            left_out += 1
    notes = (f"{printable(path.name)}: {left_out} cues with impossible times left out",)
    cues.sort(key=lambda c: (c.start_s, c.end_s))
    return TextFile(tuple(cues), None, notes if left_out else ())


def _from_json(path: Path, text: str) -> TextFile:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise _wrong(path, f"not JSON: {e}") from e
    if isinstance(found, dict):
        for key in _TIMED_KEYS:
            if isinstance(found.get(key), list):
                return _timed(
                    path, [_row(path, f"{key}[{n}]", r) for n, r in enumerate(found[key])]
                )
        for key in _WHOLE_KEYS:
            if isinstance(found.get(key), str):
                return TextFile((), one_line(found[key]))
    if isinstance(found, list) and found:
        return _timed(path, [_row(path, f"[{n}]", r) for n, r in enumerate(found)])
    raise _wrong(path, _JSON_FORMS)


def _row(path: Path, where: str, row: Any) -> tuple[float, float, str]:
    if not isinstance(row, dict):
        raise _wrong(path, f"{where}: an object is wanted; {_JSON_FORMS}")
    start, end = (_first(row, k, f"{k}_time") for k in ("start", "end"))
    text = _first(row, "text", "caption")
    for key, value in (("start", start), ("end", end)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong(path, f"{where}.{key}: a number of seconds is wanted, found {value!r:.40}")
    if not isinstance(text, str):
        raise _wrong(path, f"{where}.text: a text is wanted, found {text!r:.40}")
    try:
        return float(start), float(end), text
    except OverflowError as e:
        raise _wrong(path, f"{where}: {e}") from e


def _first(row: dict[str, Any], *keys: str) -> Any:
    return next((row[k] for k in keys if k in row), None)
