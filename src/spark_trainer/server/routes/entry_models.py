"""What `/api/datasets/ID/entries` gives."""

from __future__ import annotations

from pydantic import JsonValue

from spark_trainer.server.routes.shapes import Shape, example

_ROW: dict[str, JsonValue] = {
    "id": "91028f9d6c72cc81", "name": "bikes.mp4", "duration_s": 12.5, "frames": 3, "dropped": 10,
    "scenes": 1, "width": 1280, "height": 720, "fps": 25.0, "codec": "h264",
    "container": "mov,mp4,m4a,3gp,3g2,mj2", "audio": True, "caption": "Two bikes.", "captions": 3,
    "caption_words": 2, "transcript": "Look at them.", "transcript_words": 3, "language": "en",
    "doubts": 0, "damaged": False, "edited": False, "last_edit": 0, "processed": 1795878692.0,
}  # fmt: skip


class EntryRow(Shape):
    """An entry, in short."""

    model_config = example(_ROW)

    id: str
    name: str
    duration_s: float
    frames: int
    """Kept ones."""
    dropped: int
    """Candidates that were not kept."""
    scenes: int
    width: int
    height: int
    fps: float
    codec: str | None
    container: str | None
    audio: bool
    caption: str | None
    """Its first 300 characters, as of the transcript; the entry itself has all of them."""
    captions: int
    """Frames that have a caption."""
    caption_words: int
    transcript: str | None
    transcript_words: int
    language: str | None
    """Of what is said."""
    doubts: int
    """Stretches of the transcript that may be invented."""
    damaged: bool
    """A part of the file could not be decoded."""
    edited: bool
    last_edit: int
    """The number of the last change by hand; 0: there is none."""
    processed: float
    """When it was built, seconds since 1970; 0: not known."""


class Entries(Shape):
    """A page of entries."""

    model_config = example({"entries": [_ROW], "total": 1})

    entries: list[EntryRow]
    total: int


class Bounds(Shape):
    """Of a number, over all entries."""

    model_config = example({"least": 1.0, "most": 12.5})

    least: float
    most: float


class Value(Shape):
    """A value of a choice."""

    model_config = example({"value": "h264", "entries": 4})

    value: str
    entries: int


class EntryFields(Shape):
    """What the fields of entries hold."""

    model_config = example(
        {
            "numbers": {"duration_s": {"least": 1.0, "most": 12.5}},
            "choices": {"codec": [{"value": "h264", "entries": 4}]},
        }
    )

    numbers: dict[str, Bounds]
    choices: dict[str, list[Value]]
    """The 100 most common values of each, the most common first."""
