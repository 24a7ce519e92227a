"""`dataset verify`: hashes of all files, and samples derived again from their source videos."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets import card
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.datasets.store import video_id
from spark_trainer.datasets.verify import Finding, Report, verify
from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.pipelines.keys import frame_settings
from spark_trainer.pipelines.ops import Frames

REDERIVED_CAPTIONS = frozenset({"sidecar"})
"""Back ends whose captions come from the video itself, so that they can be derived again here."""


@dataclass(frozen=True)
class Sample:
    """A kept frame that was drawn."""

    entry: Entry
    number: int
    """Its place in the entry's frames, from 0."""


def check(folder: Path, *, rederive: int, seed: int, sources: Path | None) -> Report:
    """Verify a dataset, and derive samples of it again.

    Args:
        rederive: how many frames are drawn.
        seed: which ones.
        sources: where the videos are now; None = where the manifest says.

    Raises:
        DatasetError: there is no finished dataset in the folder.
    """
    report = verify(folder)
    if rederive and not any(f.path in (card.MANIFEST, card.CARD) for f in report.findings):
        steps = _steps(folder)
        for group in _by_video(_draw(folder, rederive, seed)):
            report.findings.extend(_rederive(folder, group, steps, sources, report))
    return report


def _steps(folder: Path) -> dict[str, Any]:
    """The settings of the steps, by name of the op."""
    try:
        steps: dict[str, Any] = card.read_card(folder)["settings"]["steps"]
        Frames.model_validate(steps["frames"])
    except (KeyError, TypeError, ValidationError) as e:
        raise DatasetError(
            f"{printable(folder / card.CARD)}: `settings.steps` is not what a build writes, so "
            f"nothing can be derived again"
        ) from e
    return steps


def _draw(folder: Path, count: int, seed: int) -> list[Sample]:
    """A uniform draw over all kept frames of the dataset, in one reading (reservoir)."""
    rng = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    drawn: list[Sample] = []
    seen = 0
    for entry in read_manifest(folder / card.MANIFEST):
        for number in range(entry.meta.num_frames):
            seen += 1
            if len(drawn) < count:
                drawn.append(Sample(entry, number))
            elif (at := rng.randrange(seen)) < count:
                drawn[at] = Sample(entry, number)
    return drawn


def _by_video(samples: list[Sample]) -> list[list[Sample]]:
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.entry.id].append(sample)
    return list(groups.values())


def source_of(folder: Path, entry: Entry, sources: Path | None) -> Path:
    """Where an entry's video is. Undoes the escapes of names that are not UTF-8.

    Raises:
        DatasetError: it is not there.
    """
    relative = Path(entry.meta.source_path)
    if sources is None:
        path = _unescaped(folder.resolve(), relative)
        found = [path] if path is not None and path.is_file() else []
    else:
        named = (p for p in sources.rglob("*") if portable(p.name) == relative.name)
        found = sorted(p for p in named if p.is_file())
    if not found:
        raise DatasetError(
            f"source {entry.meta.source_path!r} is not there; give --sources FOLDER if it was moved"
        )
    return found[0] if len(found) == 1 else _with_its_bytes(found, entry)


def _with_its_bytes(found: list[Path], entry: Entry) -> Path:
    """Of several files of that name, the one that the entry was made from."""
    from spark_trainer.media.source import sha256_of

    return next((p for p in found if video_id(sha256_of(p)) == entry.id), found[0])


def _unescaped(folder: Path, relative: Path) -> Path | None:
    """The file that a path leads to, each part as it is or as `portable` wrote it."""
    path = folder
    for part in relative.parts:
        below = path / part
        if not below.exists():
            try:
                names = [name for name in os.listdir(path) if portable(name) == part]
            except OSError:
                return None
            if not names:
                return None
            below = path / names[0]
        path = below
    return path


def _rederive(
    folder: Path,
    samples: list[Sample],
    steps: dict[str, Any],
    sources: Path | None,
    report: Report,
) -> Iterator[Finding]:
    """Frame, time, sound and caption of samples of one video."""
    from spark_trainer.media.rederive import audio_sha256, frames_at
    from spark_trainer.media.source import sha256_of

    entry = samples[0].entry
    try:
        path = source_of(folder, entry, sources)
        sha256 = sha256_of(path)
        recorded = (entry.meta.provenance or {}).get("source_hash", sha256)
        if sha256 != recorded:
            yield Finding(
                "wrong", entry.frames_dir, f"the source's SHA-256 is {sha256[:16]}... now"
            )
            return
        settings = frame_settings(Frames.model_validate(steps["frames"]))
        times = [s.entry.meta.frames[s.number].time for s in samples]
        jpegs = frames_at(path, times, settings)
        for sample in samples:
            yield from _compare_frame(sample, jpegs)
            report.rederived += 1
        if "audio" in steps:
            with tempfile.TemporaryDirectory() as empty:
                sound = audio_sha256(path, Path(empty))
            if sound != (entry.meta.model_extra or {}).get("audio_sha256"):
                yield Finding("wrong", f"{entry.id}: audio", "the sound derived again differs")
        yield from _compare_captions(path, samples, steps, report)
    except (DatasetError, MediaError) as e:
        yield Finding("missing", entry.frames_dir, str(e))


def _compare_frame(sample: Sample, jpegs: dict[float, bytes]) -> Iterator[Finding]:
    frame = sample.entry.meta.frames[sample.number]
    name = f"{sample.entry.frames_dir}/{frame.file}"
    jpeg = jpegs.get(frame.time)
    if jpeg is None:
        yield Finding("wrong", name, f"the source shows no frame at {frame.time} s")
    elif hashlib.sha256(jpeg).hexdigest() != frame.sha256:
        yield Finding("wrong", name, f"the source shows another picture at {frame.time} s")


def _compare_captions(
    path: Path, samples: list[Sample], steps: dict[str, Any], report: Report
) -> Iterator[Finding]:
    backend = steps.get("captions", {}).get("backend")
    if backend not in REDERIVED_CAPTIONS:
        note = f"captions of `{backend}` are tied to their frames by hash, not derived again"
        if backend not in (None, "none") and note not in report.notes:
            report.notes.append(note)
        return
    from spark_trainer.labelers.registry import build_captioner

    captioner = build_captioner(backend)
    entry = samples[0].entry
    siblings = sorted(p.name for p in path.parent.iterdir())
    video = VideoRef(
        entry.id,
        path,
        entry.meta.duration,
        _subtitles(path),
        tuple(captioner.companions_of(path, siblings)),
    )
    frames = [s.entry.meta.frames[s.number] for s in samples]
    again = captioner.caption([FrameRef(Path(f.file), f.time, video) for f in frames])
    for sample, caption in zip(samples, again, strict=True):
        recorded = entry.meta.all_captions[sample.number]
        if caption.text != recorded:
            name = f"{entry.frames_dir}/{entry.meta.frames[sample.number].file}"
            yield Finding("wrong", name, f"caption {recorded!r}, derived again {caption.text!r}")


def _subtitles(path: Path) -> Any:
    """The subtitle streams of a file, read again."""
    from spark_trainer.media.media_pass import MediaPass
    from spark_trainer.media.settings import PassSettings
    from spark_trainer.pipelines.executors.labels import subtitle_track

    with tempfile.TemporaryDirectory() as empty:
        result = MediaPass(path, Path(empty), PassSettings()).run()
    return tuple(subtitle_track(t) for t in result["subtitles"])
