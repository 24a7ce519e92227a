"""Frames of a dataset as small pictures inside a page, with the time line of their videos."""

from __future__ import annotations

import base64
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from spark_trainer.datasets.manifest import DroppedFrame, Entry, KeptFrame
from spark_trainer.datasets.tally import spread

_FRAMES = 96
_LEAST_A_VIDEO = 4
_THUMB_PX = 176
_THUMB_QUALITY = 72
_MARKS = 400
_ROWS = 60
_LARGEST_PIXELS = 50_000_000


@dataclass(frozen=True)
class Thumb:
    """One kept frame; `uri` is None where its file cannot be shown, and `problem` says why."""

    frame: KeptFrame
    caption: str | None
    uri: str | None
    problem: str | None
    size_px: tuple[int, int]


@dataclass(frozen=True)
class Span:
    """From and to on the time line, in percent of the video's length."""

    start: float
    length: float


@dataclass(frozen=True)
class Strip:
    """A video: some of its frames, and where all of its candidates lie in time."""

    entry: Entry
    thumbs: list[Thumb]
    scenes: list[Span]
    speech: list[Span]
    kept_at: list[float]
    """Percent of the video's length."""
    dropped_at: list[float]
    dropped: Counter[str]
    dropped_rows: list[DroppedFrame]


def contact_sheet(folder: Path, entries: list[Entry]) -> list[Strip]:
    """A strip a video; about a hundred pictures in all, however many videos there are."""
    each = max(_LEAST_A_VIDEO, _FRAMES // max(len(entries), 1))
    root = folder.resolve()
    return [_strip(root, entry, each) for entry in entries]


def _strip(root: Path, entry: Entry, thumbs: int) -> Strip:
    meta = entry.meta
    captions = meta.all_captions
    pairs = [
        (frame, captions[i] if i < len(captions) else None) for i, frame in enumerate(meta.frames)
    ]
    length = max(meta.duration, *(frame.time for frame in meta.frames), 1e-3)
    at = 100 / length
    return Strip(
        entry=entry,
        thumbs=[_thumb(root, entry, *pair) for pair in spread(pairs, thumbs)],
        scenes=[
            Span(s.start_time * at, (s.end_time - s.start_time) * at)
            for s in spread(meta.scenes, _MARKS)
        ],
        speech=[
            Span(s.start * at, max((s.end - s.start) * at, 0.1))
            for s in spread(meta.segments, _MARKS)
        ],
        kept_at=[frame.time * at for frame in spread(meta.frames, _MARKS)],
        dropped_at=[frame.time * at for frame in spread(meta.dropped, _MARKS)],
        dropped=Counter(frame.reason for frame in meta.dropped),
        dropped_rows=spread(meta.dropped, _ROWS),
    )


def _thumb(root: Path, entry: Entry, frame: KeptFrame, caption: str | None) -> Thumb:
    try:
        path = _inside(root, f"{entry.frames_dir}/{frame.file}")
        uri, size_px = _small(path)
    except _NotShown as e:
        return Thumb(frame, caption, None, str(e), (_THUMB_PX, _THUMB_PX))
    return Thumb(frame, caption, uri, None, size_px)


class _NotShown(Exception):
    """Why there is no picture."""


def _inside(root: Path, name: str) -> Path:
    """The file of that name in the dataset; a manifest may have been written by anybody."""
    try:
        path = (root / name).resolve()
        regular = path.is_file()
    except (OSError, ValueError, RuntimeError) as e:
        raise _NotShown("the name cannot be a file's") from e
    if not path.is_relative_to(root):
        raise _NotShown("lies outside the dataset")
    if not regular:
        raise _NotShown("the file is missing")
    return path


def _small(path: Path) -> tuple[str, tuple[int, int]]:
    """The picture as a data URI, and its size in the page."""
    try:
        with Image.open(path, formats=["JPEG"]) as image:
            if image.width * image.height > _LARGEST_PIXELS:
                raise _NotShown(f"too large: {image.width}x{image.height}")
            image.draft("RGB", (_THUMB_PX * 2, _THUMB_PX * 2))
            small = image.convert("RGB")
    except UnidentifiedImageError as e:
        raise _NotShown("not a JPEG") from e
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as e:
        raise _NotShown("damaged") from e
    small.thumbnail((_THUMB_PX, _THUMB_PX))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_THUMB_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode(), small.size
