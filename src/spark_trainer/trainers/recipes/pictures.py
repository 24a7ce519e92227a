"""Pictures and what is said of them, as samples.

H, W height and width of a picture
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.media.picture import MAX_PICTURE_PIXELS
from spark_trainer.media.source import MAX_SIDE_PX
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError, inside
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.rows import rows_of

_TEXT_KEYS = ("text", "caption")
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


@dataclass(frozen=True)
class Captioned:
    """A picture file and its caption."""

    id: str
    group: str
    split: str | None
    root: Path
    """The file must lie in here."""
    file: str
    text: str

    @property
    def size(self) -> int:
        return len(self.text)


def captioned_of(data: Path, max_frames: int) -> tuple[list[Captioned], list[LeftOut]]:
    """Samples of a manifest of ours, or of a folder of pictures with metadata.

    Args:
        max_frames: of one video, spread evenly over those that have a caption.

    Raises:
        DatasetError: the file cannot be read; names file and line.
    """
    found: list[Captioned] = []
    left_out: list[LeftOut] = []
    if data.name != MANIFEST:
        return list(_of_metadata(data)), []
    for entry in read_manifest(data):
        shown = captioned_frames(entry, max_frames)
        found += [_captioned(data, entry, frame, text) for frame, text in shown]
        if not shown:
            left_out.append(LeftOut(entry.id, "no frame has a caption"))
    return found, left_out


def captioned_frames(entry: Entry, most: int) -> list[tuple[int, str]]:
    """Frames by number, and their captions; at most so many, spread evenly over time."""
    known = [
        (number, text.strip())
        for number, text in enumerate(entry.meta.all_captions)
        if text and text.strip()
    ]
    times = [entry.meta.frames[number].time for number, _ in known]
    return [known[n] for n in spread_over_time(times, most)]


def split_of_line(entry: Entry) -> str | None:
    """What the line says of its split."""
    found: Any = (entry.meta.model_extra or {}).get("split")
    return found if isinstance(found, str) else None


def _captioned(data: Path, entry: Entry, frame: int, text: str) -> Captioned:
    kept = entry.meta.frames[frame]
    return Captioned(
        id=f"{entry.id} at {kept.time:.2f} s",
        group=entry.id,
        split=split_of_line(entry),
        root=data.parent,
        file=f"{entry.frames_dir}/{kept.file}",
        text=text,
    )


def _of_metadata(data: Path) -> Iterator[Captioned]:
    for number, row in rows_of(data):
        name = row.get("file_name")
        text = next((row[key] for key in _TEXT_KEYS if row.get(key)), None)
        if not isinstance(name, str) or not isinstance(text, str):
            raise DatasetError(
                f"{printable(data)}:{number}: wanted `file_name` and one of "
                f"{', '.join(_TEXT_KEYS)}; found {', '.join(map(printable, row)) or 'nothing'}"
            )
        yield Captioned(name, name, row.get("split"), data.parent, name, text.strip())


def read_picture(root: Path, file: str) -> NDArray[np.uint8]:
    """Its pixels, H x W x 3.

    Raises:
        MediaError: no picture, damaged, too large, or outside of the dataset.
    """
    try:
        path = inside(root.resolve(), file)
        with Image.open(path, formats=_FORMATS) as picture:
            w, h = picture.size
            if max(w, h) > MAX_SIDE_PX or w * h > MAX_PICTURE_PIXELS:
                raise MediaError("too_large", f"{printable(file)}: {w} x {h} pixels are too many")
            return np.asarray(picture.convert("RGB"))
    except BrokenSampleError as e:
        raise MediaError("unreadable", str(e)) from e
    except _UNREADABLE as e:
        raise MediaError("unreadable", f"{printable(file)}: no readable picture: {e}") from e
