"""Manifest entries out of journal rows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from spark_trainer.core.text import portable
from spark_trainer.datasets.journal import Done, Journal
from spark_trainer.datasets.manifest import (
    DoubtfulSpan,
    DroppedFrame,
    Entry,
    KeptFrame,
    Meta,
    Scene,
    TextSegment,
    VideoInfo,
)
from spark_trainer.datasets.provenance import provenance_record
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.planner import Plan

STEP_ORDER = ("ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest")


class EntryMaker:
    """Makes the entry of a finished video.

    Args:
        config: what provenance says of settings and models; the same for all entries of a build.
    """

    def __init__(self, plan: Plan, journal: Journal, root: Path, config: dict[str, Any]) -> None:
        self._plan, self._journal, self._config = plan, journal, config
        self._root = root.resolve()

    def entry(self, job: Job) -> Entry:
        """The entry of a job in state `done`."""
        rows = self._rows(job)
        facts = rows["ingest"].result
        held = self._journal.held(job.video)
        place = f"{job.video[:2]}/{job.video}"
        return Entry(
            id=job.video,
            frames_dir=f"{place}/frames",
            audio=f"{place}/audio.wav" if held["sound"] else None,
            meta=self._meta(job, rows, facts, held),
        )

    def _rows(self, job: Job) -> dict[str, Done]:
        assert job.keys is not None
        keys = {
            "ingest": job.keys.ingest,
            "scenes": job.keys.scenes,
            "frames": job.keys.frames,
            "audio": job.keys.audio,
            **job.label_keys,
        }
        return {step: self._journal.made(key) for step, key in keys.items() if key}

    def _meta(
        self, job: Job, rows: dict[str, Done], facts: dict[str, Any], held: dict[str, Any]
    ) -> Meta:
        kept, dropped = _frames(rows.get("frames"), held)
        captions = rows["captions"].result if "captions" in rows else _NO_CAPTIONS
        texts: list[str | None] = captions["captions"] or [None] * len(kept)
        spoken = rows["transcript"].result if "transcript" in rows else _NO_TRANSCRIPT
        sound = rows["audio"].result if held["sound"] and "audio" in rows else None
        info = VideoInfo.model_validate(facts["info"])
        notes = [*facts["notes"], *captions["notes"], *spoken["notes"]]
        extra = {
            "audio_sha256": sound["sha256"] if sound else None,
            "caption_sources": captions["sources"],
            "transcript_source": spoken["source"],
        }
        return Meta(
            source_path=self._relative(job.found.path),
            source_name=job.found.called,
            duration=info.duration,
            num_frames=len(kept),
            caption=next((t for t in texts if t), None),
            all_captions=texts,
            transcript=spoken["text"],
            scenes=[Scene(**s) for s in rows["scenes"].result] if "scenes" in rows else [],
            video_info=info,
            frames=kept,
            dropped=dropped,
            cues=[_segment(c) for c in captions["cues"]],
            segments=[_segment(c) for c in spoken["segments"]],
            words=[_segment(c) for c in spoken["words"]],
            doubts=[_doubt(d) for d in spoken["doubts"]],
            language=spoken["language"],
            damage=facts["damage"],
            notes=[portable(n) for n in notes],
            aliases=sorted(job.aliases),
            alias_names=job.alias_names or None,
            provenance=self._provenance(job, rows) if self._plan.manifest.provenance else None,
            **extra,
        )

    def _relative(self, path: Path) -> str:
        folder = path.parent.resolve()
        return portable(os.path.relpath(folder / path.name, self._root).replace(os.sep, "/"))

    def _provenance(self, job: Job, rows: dict[str, Done]) -> dict[str, Any]:
        assert job.sha256 is not None and job.keys is not None
        ran = [op.op for op in self._plan.ops]
        keys = {
            "ingest": job.keys.ingest,
            "frames": job.keys.frames,
            "audio": job.keys.audio,
            "scenes": job.keys.scenes,
            **job.label_keys,
        }
        return provenance_record(
            job.sha256,
            max(row.at for row in rows.values()),
            self._config,
            [step for step in STEP_ORDER if step in ran],
            [{"step": s, "key": k} for s in STEP_ORDER if (k := keys.get(s))],
        )


_NO_CAPTIONS: dict[str, Any] = {"captions": [], "sources": [], "cues": [], "notes": []}
_NO_TRANSCRIPT: dict[str, Any] = {
    "text": None,
    "segments": [],
    "words": [],
    "doubts": [],
    "language": None,
    "source": None,
    "notes": [],
}


def _segment(cue: list[Any]) -> TextSegment:
    return TextSegment(start=round(cue[0], 6), end=round(cue[1], 6), text=cue[2])


def _doubt(doubt: dict[str, Any]) -> DoubtfulSpan:
    start, end = round(doubt["start_s"], 6), round(doubt["end_s"], 6)
    return DoubtfulSpan(start=start, end=end, rule=doubt["rule"], what=doubt["what"])


def _frames(row: Done | None, held: dict[str, Any]) -> tuple[list[KeptFrame], list[DroppedFrame]]:
    """Kept frames under their final names, and all that were dropped, in order of time."""
    if row is None:
        return [], []
    records = {record["file"]: record for record in row.result["kept"]}
    kept = [
        KeptFrame(**{**records[old], "file": f"frame_{n:06d}.jpg"})
        for n, old in enumerate(held["files"], 1)
    ]
    dropped = [DroppedFrame(**d) for d in row.result["dropped"]]
    for repeat in held["across"]:
        record = records[repeat["file"]]
        dropped.append(
            DroppedFrame(
                time=record["time"],
                reason="duplicate_across",
                motion=record["motion"],
                like=repeat["like"],
            )
        )
    return kept, sorted(dropped, key=lambda d: d.time)
