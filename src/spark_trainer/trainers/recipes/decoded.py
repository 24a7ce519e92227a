"""Files that somebody gave, as the samples of a recipe find theirs: a folder, and a name in it."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.generating import Given


def entry_of(given: Given) -> tuple[Path, Entry]:
    """The dataset folder of a decoded video, and its only line.

    Raises:
        DatasetError: the manifest cannot be read.
    """
    assert given.decoded is not None
    return given.decoded, next(read_manifest(given.decoded / MANIFEST))


def frames_of(given: Given, most: int) -> tuple[Path, list[tuple[str, float]]]:
    """A picture, or frames of a video, spread evenly: a folder; names in it, and their times."""
    if given.medium == "image":
        path = given.path.resolve()
        return path.parent, [(path.name, 0.0)]
    root, entry = entry_of(given)
    frames = entry.meta.frames
    shown = spread_over_time([frame.time for frame in frames], most)
    return root, [(f"{entry.frames_dir}/{frames[n].file}", frames[n].time) for n in shown]


def sound_of(given: Given) -> Path | None:
    """The file with the sound; None where a video has none."""
    if given.medium == "audio":
        return given.path.resolve()
    root, entry = entry_of(given)
    return None if entry.audio is None else root / entry.audio


def first_frame(given: Given) -> tuple[Path, str]:
    """A picture, or the first frame of a video: a folder and the name in it."""
    if given.medium == "image":
        path = given.path.resolve()
        return path.parent, path.name
    root, entry = entry_of(given)
    return root, f"{entry.frames_dir}/{entry.meta.frames[0].file}"
