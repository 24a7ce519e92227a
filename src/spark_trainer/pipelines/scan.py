"""Which files of the input are videos, in the order that everything follows."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spark_trainer.core.errors import MediaError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.datasets.source_names import NAMES, read_names

VIDEO_SUFFIXES = frozenset(
    ".mp4 .m4v .mov .mkv .webm .avi .flv .f4v .wmv .asf .mpg .mpeg .m2v .ts .mts .m2ts .3gp .3g2 "
    ".ogv .ogg .ogm .mxf .vob .divx .rm .rmvb .nut .wtv .dv .gxf .ivf .h264 .h265 .hevc .264 .265 "
    ".mjpeg .mjpg .m4p .qt .amv .nsv".split()
)
"""Names that are tried as videos in a folder. A file given by name is tried whatever its name."""


@dataclass(frozen=True)
class Found:
    """A file to be tried. `relative` is its path below the input, as bytes of the file system."""

    path: Path
    relative: bytes
    siblings: tuple[str, ...] = ()
    """Names of the other files in its folder."""
    called: str | None = None
    """What people call it, by `names.json` beside it; shown, never opened."""


@dataclass
class Scan:
    """What a folder holds."""

    root: Path
    videos: list[Found] = field(default_factory=list)
    other_files: int = 0
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    """Folders below the root, and why they could not be read."""
    broken_names: list[tuple[Path, str]] = field(default_factory=list)
    """Files of names below the root, and what is wrong with them."""


def scan(root: Path, leave_out: Path | None = None, follow_symlinks: bool = False) -> Scan:
    """Find the videos below `root` (or `root` itself), sorted by the bytes of their paths.

    Args:
        leave_out: a folder that is not entered: the output, where it lies inside the input.
        follow_symlinks: enter linked folders; each real folder is entered once.

    Raises:
        UsageError: the input does not exist.
    """
    _must_exist(root)
    result = Scan(root if root.is_dir() else root.parent)
    if not root.is_dir():
        names = tuple(sorted(p.name for p in root.parent.iterdir()))
        called = _names(result, root.parent, names).get(root.name)
        result.videos.append(Found(root, os.fsencode(root.name), names, called))
        return result
    barred = _barred(root, leave_out)
    _walk(result, root, barred, follow_symlinks)
    result.videos.sort(key=lambda f: f.relative)
    return result


def _must_exist(root: Path) -> None:
    try:
        root.stat()
    except FileNotFoundError as e:
        raise UsageError(f"--input {printable(root)}: no such file or folder") from e
    except OSError as e:
        raise UsageError(f"--input {printable(root)}: {e.strerror}") from e


def _barred(root: Path, leave_out: Path | None) -> set[tuple[int, int]]:
    """The folder that is not entered, where it is there at all."""
    if leave_out is None:
        return set()
    try:
        barred = _identity(leave_out)
    except OSError:
        return set()
    if barred == _identity(root):
        raise UsageError(
            f"--output {printable(leave_out)}: --output is the --input folder; choose another, "
            f"for example a new folder in it"
        )
    return {barred}


def _identity(folder: Path) -> tuple[int, int]:
    info = folder.stat()
    return info.st_dev, info.st_ino


def _is_folder(entry: os.DirEntry[str], follow: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:  # a link to itself
        return False


def _walk(result: Scan, root: Path, seen: set[tuple[int, int]], follow: bool) -> None:
    """Walk without recursion: a deep tree must not end the program."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            identity = _identity(folder)
            entries = sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))
        except OSError as e:
            below = Path(os.path.relpath(folder, root))
            result.unreadable.append((below, e.strerror or str(e)))
            continue
        if identity in seen:
            continue
        seen.add(identity)
        names = tuple(e.name for e in entries)
        videos = []
        for entry in entries:
            if _is_folder(entry, follow):
                waiting.append(Path(entry.path))
            elif os.path.splitext(entry.name)[1].lower() in VIDEO_SUFFIXES:  # noqa: PTH122
                videos.append(entry)
            else:
                result.other_files += 1
        called = _names(result, folder, names) if videos else {}
        for entry in videos:
            relative = os.path.relpath(os.fsencode(entry.path), os.fsencode(root))
            found = Found(Path(entry.path), relative, names, called.get(entry.name))
            result.videos.append(found)


def _names(result: Scan, folder: Path, files: Sequence[str]) -> Mapping[str, str]:
    """What people call the files of a folder; a broken file of names is noted, and names none."""
    if NAMES not in files:
        return {}
    try:
        return read_names(folder / NAMES)
    except MediaError as e:
        below = Path(os.path.relpath(folder / NAMES, result.root))
        result.broken_names.append((below, str(e)))
        return {}
