"""Text files beside a video: .srt, .vtt, .ass, .json and .txt, as cues or as one text.

JSON may be one of: `{"caption": str}`, `{"transcript": str}`, `{"text": str}` (one text for all);
`{"captions": [...]}`, `{"cues": [...]}` or Whisper's `{"segments": [...]}`, or just such a list, of
`{"start", "end", "text"}` (also `start_time`, `end_time`, `caption`), times in seconds. A list of
texts without times is refused: nothing says which frame is whose.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import Cue
from spark_trainer.labelers.subtitles.cue_files import BrokenCueError, Row, read_cues
from spark_trainer.labelers.subtitles.markup import one_line, plain_ass
from spark_trainer.media.source import open_regular

MAX_BYTES = 16 << 20
MAX_TIME_S = 10 * 24 * 3600.0
"""A cue later than ten days is a mistake."""

MAX_CUES = 200_000
"""A file with more cues is a broken or a hostile one."""

MAX_CAPTION = 10_000
"""Characters. A longer text is not a caption, and would be repeated for every frame."""

Role = Literal["captions", "transcript"]

_KEYS: dict[Role, tuple[str, ...]] = {
    "captions": ("captions", "caption", "cues", "segments", "text"),
    "transcript": ("transcript", "cues", "segments", "text"),
}
"""Looked for in this order. What is called a caption is no transcript, nor the reverse."""

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

    def at(self, times_s: Sequence[float]) -> list[str | None]:
        """The text that is shown at each time.

        Raises:
            ValueError: it is too long to be the caption of a frame.
        """
        if self.whole is not None:
            texts: list[str | None] = [self.whole or None] * len(times_s)
        else:
            texts = texts_at(self.cues, times_s)
        longest = max((len(text) for text in texts if text), default=0)
        if longest > MAX_CAPTION:
            raise ValueError(f"{longest} characters")
        return texts

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return self.whole if self.whole is not None else " ".join(c.text for c in self.cues)


def texts_at(cues: Sequence[Cue], times_s: Sequence[float]) -> list[str | None]:
    """For each time the text of all cues with start <= time < end, in order; None for none.

    `cues` are in the order of their starts. Each cue is looked at once, not once a time.
    """
    found: list[str | None] = [None] * len(times_s)
    shown: list[Cue] = []
    begun = 0
    for at in sorted(range(len(times_s)), key=times_s.__getitem__):
        while begun < len(cues) and cues[begun].start_s <= times_s[at]:
            shown.append(cues[begun])
            begun += 1
        shown = [cue for cue in shown if times_s[at] < cue.end_s]
        if len(shown) > MAX_CAPTION:
            raise ValueError(f"{len(shown)} cues at {times_s[at]:.3f} s")
        found[at] = " ".join(cue.text for cue in shown) or None
    return found


def read_text_file(path: Path, role: Role = "captions") -> TextFile:
    """Read a file beside a video. Of a JSON file with both, `role` says what is wanted.

    Raises:
        MediaError: code `sidecar`; says which file, and what of it is wrong.
    """
    text, notes = _decoded(path)
    suffix = path.suffix.lower()
    if suffix == ".json":
        found = _from_json(path, text, role)
    elif suffix == ".txt":
        found = TextFile((), one_line(text))
    else:
        found = _from_subtitles(path, text, suffix)
    if not found.text and not found.notes:  # notes: it holds text, of the other role
        raise _wrong(path, "it holds no text. Fill it, or remove it")
    return TextFile(found.cues, found.whole, (*notes, *found.notes))


def _wrong(path: Path, what: str) -> MediaError:
    return MediaError("sidecar", f"{printable(path.name)}: {what}")


def _decoded(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file: UTF-8, UTF-16 by its mark, else Windows-1252, which is said."""
    try:
        with open_regular(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as e:
        raise _wrong(path, f"cannot be read: {e.strerror}") from e
    except MediaError as e:
        raise _wrong(path, str(e)) from e
    if len(data) > MAX_BYTES:
        raise _wrong(path, f"larger than {MAX_BYTES >> 20} MiB; a subtitle file is not")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = f"{printable(path.name)} is not UTF-8; read as Windows-1252"
        return data.decode("cp1252", "replace"), (note,)


def _from_subtitles(path: Path, text: str, suffix: str) -> TextFile:
    read = _ass_rows if suffix in (".ass", ".ssa") else read_cues
    try:
        rows = list(islice(read(text), MAX_CUES + 1))
    except BrokenCueError as e:
        raise _wrong(path, str(e)) from e
    if not rows:
        raise _wrong(path, f"no cue found; is it a {suffix} file?")
    return _timed(path, rows)


def _ass_rows(text: str) -> Iterator[Row]:
    import pysubs2

    try:
        events = pysubs2.SSAFile.from_string(text, format_="ass").events
    except (pysubs2.exceptions.Pysubs2Error, ValueError, IndexError, KeyError) as e:
        raise BrokenCueError(f"not a .ass file: {e}") from e
    for event in events:
        if not event.is_comment:
            yield event.start / 1000, event.end / 1000, plain_ass(event.text)


def _timed(path: Path, rows: list[Row]) -> TextFile:
    if len(rows) > MAX_CUES:
        raise _wrong(path, f"more than {MAX_CUES} cues; a subtitle file has not")
    cues = []
    left_out = 0
    for start_s, end_s, text in rows:
        line = one_line(text)
        usable = math.isfinite(start_s) and math.isfinite(end_s)
        if usable and line and 0 <= start_s < end_s <= MAX_TIME_S:
            cues.append(Cue(start_s, end_s, line))
        elif line:
            left_out += 1
    if left_out and not cues:
        raise _wrong(path, f"all {left_out} cues have impossible times")
    notes = (f"{printable(path.name)}: {left_out} cues with impossible times left out",)
    cues.sort(key=lambda c: (c.start_s, c.end_s))
    return TextFile(tuple(cues), None, notes if left_out else ())


def _from_json(path: Path, text: str, role: Role) -> TextFile:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise _wrong(path, f"not JSON: {e}") from e
    if isinstance(found, list) and found:
        return _timed(path, [_row(path, f"[{n}]", r) for n, r in enumerate(found)])
    if not isinstance(found, dict):
        raise _wrong(path, _JSON_FORMS)
    for key in _KEYS[role]:
        if isinstance(found.get(key), list):
            return _timed(path, [_row(path, f"{key}[{n}]", r) for n, r in enumerate(found[key])])
        if isinstance(found.get(key), str):
            return TextFile((), one_line(found[key]))
    if others := [key for keys in _KEYS.values() for key in keys if key in found]:
        return TextFile((), None, (f"{printable(path.name)}: only {others[0]}, no {role}",))
    raise _wrong(path, _JSON_FORMS)


def _row(path: Path, where: str, row: Any) -> Row:
    if not isinstance(row, dict):
        raise _wrong(path, f"{where}: an object is wanted; {_JSON_FORMS}")
    start, end = (_first(row, k, f"{k}_time") for k in ("start", "end"))
    text = _first(row, "text", "caption")
    for key, value in (("start", start), ("end", end)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong(
                path, f"{where}.{key}: a number of seconds is wanted, found {_seen(value)}"
            )
    if not isinstance(text, str):
        raise _wrong(path, f"{where}.text: a text is wanted, found {_seen(text)}")
    try:
        return float(start), float(end), text
    except OverflowError as e:
        raise _wrong(path, f"{where}: {e}") from e


def _seen(value: Any) -> str:
    """Not `repr` of a list: it may be as deep as the JSON reader allows, which `repr` does not."""
    return type(value).__name__ if isinstance(value, list | dict) else f"{value!r:.40}"


def _first(row: dict[str, Any], *keys: str) -> Any:
    return next((row[k] for k in keys if k in row), None)
