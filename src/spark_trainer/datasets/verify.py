"""Has anything in a dataset folder changed since it was built? If so, what?"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.datasets import card
from spark_trainer.datasets.lock import LOCK_NAME
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.datasets.store import STAGING, Store, video_id

_FRAME_NAME = re.compile(r"frame_[0-9]{6,}\.jpg")

Kind = Literal["changed", "missing", "extra", "wrong"]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was built."""

    kind: Kind
    path: str
    """Relative to the dataset folder."""
    what: str


@dataclass
class Report:
    """What was checked, and what was found."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: int = 0
    videos: int = 0
    rederived: int = 0

    @property
    def ok(self) -> bool:
        return not self.findings

    @property
    def verdict(self) -> str:
        checked = f"{self.videos} videos, {self.files} files"
        if self.rederived:
            checked += f", {self.rederived} samples derived again"
        if self.ok:
            return f"ok: {checked}; nothing was changed"
        return f"FAILED: {len(self.findings)} findings in {checked}"

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "files": self.files,
            "videos": self.videos,
            "rederived": self.rederived,
            "findings": [vars(f) for f in self.findings],
            "notes": self.notes,
        }


def verify(folder: Path) -> Report:
    """Compare every file of a dataset with the hash that was recorded of it.

    Raises:
        DatasetError: there is no finished dataset in the folder.
    """
    report = Report()
    _refuse_unfinished(folder)
    the_card = card.read_card(folder)
    report.findings.extend(_check_card(folder, the_card, report))
    known = {card.CARD, LOCK_NAME, STAGING, *the_card.get("files", {})}
    videos = set(the_card.get("left_out", ()))
    try:
        for entry in read_manifest(folder / card.MANIFEST):
            videos.add(entry.id)
            report.videos += 1
            report.findings.extend(_check_entry(folder, entry, report))
    except DatasetError as e:
        report.findings.append(Finding("wrong", card.MANIFEST, str(e)))
    report.findings.extend(_extra(folder, known, videos))
    if the_card.get("left_out"):
        report.notes.append(
            f"{len(the_card['left_out'])} videos of earlier builds are not in the manifest; "
            f"their files are kept, not checked"
        )
    return report


def _refuse_unfinished(folder: Path) -> None:
    path = folder / card.JOURNAL
    try:
        path.stat()
    except OSError:
        return
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            row = db.execute("SELECT value FROM about WHERE name = 'finished'").fetchone()
        finally:
            db.close()
    except (sqlite3.Error, UnicodeDecodeError):  # the latter for a schema that is no text
        return  # a damaged journal is found by its hash
    left_open = path.with_name(f"{card.JOURNAL}-wal").exists()
    if left_open or (row is not None and row[0] == ""):
        raise DatasetError(
            f"{printable(folder)}: a build was interrupted here, or runs now. Run it again to "
            f"finish, then verify."
        )


def _check_card(folder: Path, the_card: dict[str, Any], report: Report) -> Iterator[Finding]:
    report.files += 1
    inner = {k: v for k, v in the_card.items() if k != "card_sha256"}
    same_bytes = (folder / card.CARD).read_bytes() == card.card_bytes(the_card)
    if not same_bytes or the_card.get("card_sha256") != digest(inner):
        yield Finding("changed", card.CARD, "differs from what the build wrote")
    for name, wanted in the_card.get("files", {}).items():
        if name not in card.HASHED:
            yield Finding("wrong", card.CARD, f"lists an unknown file {name!r}")
            continue
        yield from _check_file(folder, name, wanted, report)


def _check_file(folder: Path, name: str, wanted: str | None, report: Report) -> Iterator[Finding]:
    report.files += 1
    path = folder / name
    try:
        found = card.file_sha256(path)
    except OSError as e:
        yield Finding("missing", name, e.strerror or str(e))
        return
    if found != wanted:
        yield Finding(
            "changed", name, f"SHA-256 is {found[:16]}..., recorded {str(wanted)[:16]}..."
        )


def _check_entry(folder: Path, entry: Entry, report: Report) -> Iterator[Finding]:
    meta = entry.meta
    place = Store(Path()).folder(entry.id)
    places = (place / "frames").as_posix(), (place / "audio.wav").as_posix()
    if not entry.id.isalnum() or entry.frames_dir != places[0]:
        yield Finding("wrong", card.MANIFEST, f"entry {entry.id}: frames_dir {entry.frames_dir!r}")
        return
    if entry.audio not in (None, places[1]):
        yield Finding("wrong", card.MANIFEST, f"entry {entry.id}: audio {entry.audio!r}")
        return
    yield from _check_counts(entry)
    for frame in meta.frames:
        if not _FRAME_NAME.fullmatch(frame.file):
            yield Finding("wrong", card.MANIFEST, f"entry {entry.id}: frame {frame.file!r}")
            continue
        yield from _check_file(folder, f"{entry.frames_dir}/{frame.file}", frame.sha256, report)
    wanted = {f"frames/{frame.file}" for frame in meta.frames}
    if entry.audio is not None:
        wanted.add("audio.wav")
        sha256 = (meta.model_extra or {}).get("audio_sha256")
        yield from _check_file(folder, entry.audio, sha256, report)
    for name in _files_below(folder / place):
        if name not in wanted:
            yield Finding("extra", f"{place.as_posix()}/{name}", "is not in the manifest")


def _check_counts(entry: Entry) -> Iterator[Finding]:
    meta = entry.meta
    counts = {"frames": len(meta.frames), "all_captions": len(meta.all_captions)}
    for name, count in counts.items():
        if count != meta.num_frames:
            what = f"entry {entry.id}: num_frames is {meta.num_frames}, {name} has {count}"
            yield Finding("wrong", card.MANIFEST, what)
    source = (meta.provenance or {}).get("source_hash")
    if source is not None and video_id(str(source)) != entry.id:
        yield Finding("wrong", card.MANIFEST, f"entry {entry.id}: source_hash is {source!r}")


def _files_below(folder: Path) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in [*files, *links]:
            yield (Path(where) / name).relative_to(folder).as_posix()


def _extra(folder: Path, known: set[str], videos: set[str]) -> Iterator[Finding]:
    for path in Store(folder).contents():
        if path.name not in videos or not path.is_dir():
            yield Finding("extra", path.relative_to(folder).as_posix(), "is not in the manifest")
    shards = {v[:2] for v in videos}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.name not in shards and not _is_shard(path):
            yield Finding("extra", path.name, "was not made by the build")


def _is_shard(path: Path) -> bool:
    return path.is_dir() and len(path.name) == 2 and set(path.name) <= set("0123456789abcdef")
