"""The content-addressed tree: `ab/ab12cd34ef567890/frames/`, `audio.wav`.

A video's folder is built beside its place from hard links to staged files and renamed into it, so
it is whole or not there. What was staged is deleted only after the journal knows of the folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from spark_trainer.core.atomic import fsync_folder, output_errors

STAGING = ".staging"
_OLD, _NEW = ".old-", ".new-"


def video_id(sha256: str) -> str:
    """First 16 hex digits of the source's SHA-256."""
    return sha256[:16]


class Store:
    """The files of a dataset folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / STAGING

    def folder(self, video: str) -> Path:
        return self.root / video[:2] / video

    def prepare(self, keep: set[str]) -> None:
        """Make the folder usable: clear stale staging, finish or undo renames cut short.

        Args:
            keep: names of staging folders that the journal knows of.

        Raises:
            OutputError: the folder cannot be written.
        """
        with output_errors(self.root, "write to"):
            self.staging.mkdir(parents=True, exist_ok=True)
            for stale in self.staging.iterdir():
                if stale.name not in keep:
                    shutil.rmtree(stale)
            for shard in self._shards():
                for leftover in [*shard.glob(f"{_OLD}*"), *shard.glob(f"{_NEW}*")]:
                    self._recover(leftover)

    def _recover(self, leftover: Path) -> None:
        place = leftover.with_name(leftover.name.removeprefix(_OLD).removeprefix(_NEW))
        if leftover.name.startswith(_OLD) and not place.exists():
            leftover.rename(place)
        else:
            shutil.rmtree(leftover)

    def _shards(self) -> Iterator[Path]:
        hexes = "0123456789abcdef"
        for entry in sorted(self.root.iterdir()):
            if len(entry.name) == 2 and set(entry.name) <= set(hexes) and entry.is_dir():
                yield entry

    def contents(self) -> Iterator[Path]:
        """What lies where the folders of videos lie."""
        for shard in self._shards():
            yield from sorted(shard.iterdir())

    def assemble(self, video: str, files: Mapping[str, Path]) -> None:
        """Put a video's folder in place, made of exactly these files (name -> where it lies now).

        Names are relative, e.g. `frames/frame_000001.jpg`. The sources stay where they are.

        Raises:
            OutputError: the folder cannot be written.
        """
        place = self.folder(video)
        new = place.with_name(_NEW + video)
        with output_errors(place, "write"):
            shutil.rmtree(new, ignore_errors=True)
            new_shard = not place.parent.exists()
            (new / "frames").mkdir(parents=True)
            for name, source in files.items():
                _link_or_copy(source, new / name)
            fsync_folder(new / "frames")
            fsync_folder(new)
            self._swap(new, place)
            fsync_folder(place.parent)
            if new_shard:
                fsync_folder(self.root)

    def _swap(self, new: Path, place: Path) -> None:
        old = place.with_name(_OLD + place.name)
        if place.exists():
            place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)

    def remove(self, video: str) -> None:
        """Take a video's folder out of the tree."""
        place = self.folder(video)
        with output_errors(place, "remove"):
            if place.exists():
                old = place.with_name(_OLD + video)
                place.rename(old)
                shutil.rmtree(old)
            if place.parent.exists() and not any(place.parent.iterdir()):
                place.parent.rmdir()

    def holds(self, video: str, frames: int, audio: bool) -> bool:
        """Whether the folder is there with that many frames, and a sound or none."""
        place = self.folder(video)
        try:
            with os.scandir(place / "frames") as entries:
                found = sum(1 for _ in entries)
        except OSError:
            return False
        return found == frames and (place / "audio.wav").is_file() == audio


def _link_or_copy(source: Path, target: Path) -> None:
    """Hard link; a durable copy where the file system has none."""
    try:
        target.hardlink_to(source)
    except OSError:
        with source.open("rb") as reader, target.open("xb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())
