"""What is in a dataset, in numbers, from one pass over its manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import CARD, FAILURES, MANIFEST, read_card
from spark_trainer.datasets.manifest import Entry, Meta, read_manifest
from spark_trainer.datasets.tally import EvenPick, Tally, count_bounded

SECONDS_STEP = 0.001
SAMPLE_VIDEOS = 24
SHOWN_FAILURES = 200

REASONS = {
    "still": "no motion since the last kept frame",
    "duplicate": "near-duplicate of a kept frame of this video",
    "duplicate_across": "near-duplicate of a kept frame of another video",
}
"""What the manifest's reasons mean."""

_FAILURE_KEYS = ("path", "step", "code", "reason")


@dataclass(frozen=True)
class FailureRow:
    """A line of `failures.jsonl`."""

    path: str
    step: str
    code: str
    reason: str
    name: str | None = None
    """What people call the file, where its name on the disk is another."""

    @property
    def shown(self) -> str:
        return self.path if self.name is None else f"{self.name} ({self.path})"


@dataclass
class Summary:
    """Counts and distributions of a dataset; `videos_sample` holds entries for a closer look."""

    folder: Path
    card: dict[str, Any]
    """`dataset.json`; empty where there is none yet."""
    videos: int = 0
    with_sound: int = 0
    damaged: int = 0
    noted: int = 0
    copies: int = 0
    """Further files with the bytes of a video that is in."""
    frames_kept: int = 0
    frames_captioned: int = 0
    videos_uncaptioned: int = 0
    """Videos that have frames, of which none has a caption."""
    videos_with_transcript: int = 0
    sound_without_transcript: int = 0
    scenes: int = 0
    failures: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    """Videos whose transcript breaks a rule, by rule."""
    videos_doubtful: int = 0
    codecs: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    failure_codes: Counter[str] = field(default_factory=Counter)
    failure_rows: list[FailureRow] = field(default_factory=list)
    """The first of them."""
    duration_s: Tally = field(default_factory=lambda: Tally(SECONDS_STEP))
    scene_s: Tally = field(default_factory=lambda: Tally(SECONDS_STEP))
    frames_a_video: Tally = field(default_factory=lambda: Tally(1))
    caption_words: Tally = field(default_factory=lambda: Tally(1))
    transcript_words: Tally = field(default_factory=lambda: Tally(1))
    motion_kept: Tally = field(default_factory=lambda: Tally(0.0001))
    motion_dropped: Tally = field(default_factory=lambda: Tally(0.0001))
    videos_sample: EvenPick[Entry] = field(default_factory=lambda: EvenPick(SAMPLE_VIDEOS))

    @property
    def frames_dropped(self) -> int:
        return self.dropped.total()

    @property
    def candidates(self) -> int:
        return self.frames_kept + self.frames_dropped

    @property
    def captions_missing(self) -> int:
        return self.frames_kept - self.frames_captioned

    @property
    def hours(self) -> float:
        return self.duration_s.total / 3600

    def distributions(self) -> list[tuple[str, str, Tally]]:
        """Title, unit and values of each, in the order in which they are shown."""
        return [
            ("Video length", "s", self.duration_s),
            ("Frames kept a video", "frames", self.frames_a_video),
            ("Scene length", "s", self.scene_s),
            ("Motion, kept frames", "0 to 1", self.motion_kept),
            ("Motion, dropped frames", "0 to 1", self.motion_dropped),
            ("Caption length", "words", self.caption_words),
            ("Transcript length", "words", self.transcript_words),
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "videos": self.videos,
            "failures": {"count": self.failures, "by_code": dict(self.failure_codes)},
            "hours": round(self.hours, 6),
            "with_sound": self.with_sound,
            "damaged": self.damaged,
            "copies": self.copies,
            "frames": {
                "candidates": self.candidates,
                "kept": self.frames_kept,
                "dropped": self.frames_dropped,
                "dropped_by_reason": dict(self.dropped),
            },
            "captions": {"present": self.frames_captioned, "missing": self.captions_missing},
            "transcripts": {
                "videos": self.videos_with_transcript,
                "missing_of_videos_with_sound": self.sound_without_transcript,
                "languages": dict(self.languages),
                "doubtful_videos": self.videos_doubtful,
                "doubts_by_rule": dict(self.doubts),
            },
            "scenes": self.scenes,
            "codecs": dict(self.codecs),
            "sizes": dict(self.sizes),
            "distributions": {
                title: {"unit": unit, **tally.as_json()}
                for title, unit, tally in self.distributions()
            },
        }

    def _add(self, entry: Entry) -> None:
        meta = entry.meta
        self.videos += 1
        self.with_sound += entry.audio is not None
        self.damaged += meta.damage is not None
        self.noted += bool(meta.notes)
        self.copies += len(meta.aliases)
        self.duration_s.add(meta.duration)
        count_bounded(self.codecs, meta.video_info.codec)
        count_bounded(self.sizes, f"{meta.video_info.width}x{meta.video_info.height}")
        self._add_frames(meta)
        self._add_text(meta, entry.audio is not None)
        for scene in meta.scenes:
            self.scene_s.add(scene.end_time - scene.start_time)
        self.scenes += len(meta.scenes)
        self.videos_sample.add(entry)

    def _add_frames(self, meta: Meta) -> None:
        self.frames_kept += meta.num_frames
        self.frames_a_video.add(meta.num_frames)
        for frame in meta.frames:
            if frame.motion is not None:
                self.motion_kept.add(frame.motion)
        for dropped in meta.dropped:
            count_bounded(self.dropped, dropped.reason)
            if dropped.motion is not None:
                self.motion_dropped.add(dropped.motion)

    def _add_text(self, meta: Meta, has_sound: bool) -> None:
        captions = [caption for caption in meta.all_captions if caption]
        self.frames_captioned += len(captions)
        self.videos_uncaptioned += meta.num_frames > 0 and not captions
        for caption in captions:
            self.caption_words.add(len(caption.split()))
        self.videos_doubtful += bool(meta.doubts)
        for rule in sorted({doubt.rule for doubt in meta.doubts}):
            count_bounded(self.doubts, rule)
        if meta.transcript:
            self.videos_with_transcript += 1
            self.transcript_words.add(len(meta.transcript.split()))
            count_bounded(self.languages, meta.language or "not named")
        elif has_sound:
            self.sound_without_transcript += 1

    def _add_failure(self, row: FailureRow) -> None:
        self.failures += 1
        count_bounded(self.failure_codes, row.code)
        if len(self.failure_rows) < SHOWN_FAILURES:
            self.failure_rows.append(row)


def summarize(folder: Path) -> Summary:
    """Read a dataset folder once, an entry at a time.

    Raises:
        DatasetError: there is no dataset, or one of its files is malformed.
    """
    manifest = manifest_of(folder)
    summary = Summary(folder, read_card(folder) if (folder / CARD).exists() else {})
    for entry in read_manifest(manifest):
        try:
            summary._add(entry)
        except ValueError as e:
            raise DatasetError(f"{printable(manifest)}: entry {printable(entry.id)}: {e}") from e
    for row in read_failures(folder / FAILURES):
        summary._add_failure(row)
    return summary


def manifest_of(folder: Path) -> Path:
    """The manifest of a dataset folder.

    Raises:
        DatasetError: the folder holds none.
    """
    manifest = folder / MANIFEST
    if not manifest.is_file():
        found = "no such folder" if not folder.is_dir() else f"no {MANIFEST}"
        raise DatasetError(
            f"{printable(folder)}: no dataset here ({found}); build one with "
            f"`spark-trainer dataset build --input VIDEOS --output {printable(folder)}`."
        )
    return manifest


def read_failures(path: Path) -> Iterator[FailureRow]:
    """The rows of `failures.jsonl`; none where the file is not there.

    Raises:
        DatasetError: a line is not such a row; names the line.
    """
    if not path.exists():
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                row = json.loads(line)
                file, step, code, reason = (str(row[key]) for key in _FAILURE_KEYS)
                name = str(row["name"]) if "name" in row else None
                yield FailureRow(file, step, code, reason, name)
            except (ValueError, KeyError, TypeError) as e:
                raise DatasetError(
                    f"{printable(path)}:{number}: not a failure row (keys path, step, code, "
                    f"reason): {e!r}. Build again to write it anew."
                ) from e
