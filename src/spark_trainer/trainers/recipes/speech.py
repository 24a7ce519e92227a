"""Sound and what is said in it, as samples.

S values of sound, 16,000 a second
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import Entry, TextSegment, read_manifest
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError, inside
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.pictures import split_of_line
from spark_trainer.trainers.recipes.rows import rows_of

SAMPLE_HZ = 16_000
_TEXT_KEYS = ("transcription", "text", "sentence")


@dataclass(frozen=True)
class Speech:
    """A stretch of a sound file, and the words in it."""

    id: str
    group: str
    split: str | None
    root: Path
    """The file must lie in here."""
    file: str
    first_s: float
    last_s: float | None
    """None = to the end."""
    text: str
    language: str | None

    @property
    def size(self) -> int:
        return len(self.text)

    def sound(self) -> NDArray[np.float32]:
        """Its samples S in [-1, 1].

        Raises:
            MediaError: it cannot be read, or has nothing in it.
        """
        from spark_trainer.media.sound_file import read_sound

        try:
            path = inside(self.root.resolve(), self.file)
        except BrokenSampleError as e:
            raise MediaError("unreadable", str(e)) from e
        return read_sound(path, self.first_s, self.last_s)


def speech_of(data: Path, most_s: float) -> tuple[list[Speech], list[LeftOut]]:
    """Samples of a manifest of ours, or of a folder of sounds with metadata.

    Sound that is longer than `most_s` is cut between the pieces of its transcript.

    Raises:
        DatasetError: the file cannot be read; names file and line.
    """
    found: list[Speech] = []
    left_out: list[LeftOut] = []
    for one in _of_manifest(data, most_s) if data.name == MANIFEST else _of_metadata(data):
        (found if isinstance(one, Speech) else left_out).append(one)  # type: ignore[arg-type]
    return found, left_out


def _of_manifest(data: Path, most_s: float) -> Iterator[Speech | LeftOut]:
    for entry in read_manifest(data):
        text = (entry.meta.transcript or "").strip()
        if entry.audio is None or not text:
            yield LeftOut(entry.id, "no sound" if entry.audio is None else "no transcript")
        elif entry.meta.duration <= most_s:
            yield _speech(data, entry, 0.0, None, text)
        elif not entry.meta.segments:
            yield LeftOut(
                entry.id,
                f"{entry.meta.duration:.1f} s are more than {most_s:g}, and its transcript has no "
                f"times to cut it at",
            )
        else:
            yield from _cut(data, entry, most_s)


def _cut(data: Path, entry: Entry, most_s: float) -> Iterator[Speech | LeftOut]:
    for piece in packed(entry.meta.segments, most_s):
        first_s, last_s = piece[0].start, piece[-1].end
        text = " ".join(segment.text.strip() for segment in piece)
        if last_s - first_s > most_s:
            why = f"{last_s - first_s:.1f} s without a cut are more than {most_s:g}"
            yield LeftOut(f"{entry.id} at {first_s:.1f} s", why)
        else:
            yield _speech(data, entry, first_s, last_s, text)


def packed(segments: Sequence[TextSegment], most_s: float) -> Iterator[list[TextSegment]]:
    """Segments that follow on each other, as many together as fit; each in one piece."""
    piece: list[TextSegment] = []
    for segment in sorted(segments, key=lambda one: one.start):
        if piece and segment.end - piece[0].start > most_s:
            yield piece
            piece = []
        piece.append(segment)
    if piece:
        yield piece


def _speech(data: Path, entry: Entry, first_s: float, last_s: float | None, text: str) -> Speech:
    name = entry.id if last_s is None else f"{entry.id} at {first_s:.1f} s"
    assert entry.audio is not None
    return Speech(
        id=name,
        group=entry.id,
        split=split_of_line(entry),
        root=data.parent,
        file=entry.audio,
        first_s=first_s,
        last_s=last_s,
        text=text,
        language=entry.meta.language,
    )


def _of_metadata(data: Path) -> Iterator[Speech | LeftOut]:
    """`metadata.jsonl` or `metadata.csv`: a file name and its text a line."""
    for number, row in rows_of(data):
        name = row.get("file_name")
        text = next((row[key] for key in _TEXT_KEYS if row.get(key)), None)
        if not isinstance(name, str) or not isinstance(text, str):
            raise DatasetError(
                f"{printable(data)}:{number}: wanted `file_name` and one of "
                f"{', '.join(_TEXT_KEYS)}; found {', '.join(map(printable, row)) or 'nothing'}"
            )
        yield Speech(
            id=name,
            group=name,
            split=row.get("split"),
            root=data.parent,
            file=name,
            first_s=0.0,
            last_s=None,
            text=text.strip(),
            language=row.get("language"),
        )
