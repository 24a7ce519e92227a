"""What of a video's media is done, what lies staged, and what is still to do."""

from __future__ import annotations

import shutil
from typing import Any

from spark_trainer.datasets.journal import Journal
from spark_trainer.datasets.store import Store
from spark_trainer.media.settings import wrong_length
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.keys import MediaKeys, Needs, all_needs
from spark_trainer.pipelines.planner import Plan

FACTS = ("info", "claimed_s", "subtitles", "damage", "notes", "counters")
"""What the row of `ingest` holds of a pass."""


class MediaState:
    """Reads and writes the journal's rows of the steps that one pass makes."""

    def __init__(self, plan: Plan, store: Store, journal: Journal) -> None:
        self._plan, self._store, self._journal = plan, store, journal

    def needs(self, job: Job) -> Needs:
        """The media steps that are not done, or whose files are gone.

        Where ingest is not done all are: only a whole pass finds all damage.
        """
        assert job.keys is not None
        keys = job.keys
        if not self._journal.has(keys.ingest):
            return all_needs(self._plan)
        on_disk = self.files(job.video)
        return Needs(
            ingest=False,
            scenes=keys.scenes is not None and not self._journal.has(keys.scenes),
            frames=keys.frames is not None and not self._there(keys.frames, on_disk, "frames"),
            audio=keys.audio is not None and not self._there(keys.audio, on_disk, "audio"),
        )

    def _there(self, key: str, on_disk: list[dict[str, Any]], kind: str) -> bool:
        return self._journal.has(key) and any(state.get(kind) == key for state in on_disk)

    def files(self, video: str) -> list[dict[str, Any]]:
        """States whose files are on disk: staged first, then held."""
        found = []
        staged = self._journal.state("staged", video)
        if staged is not None and (self._store.staging / staged["folder"]).is_dir():
            found.append(staged)
        held = self._journal.state("held", video)
        if held is not None and self._store.holds(video, len(held["files"]), held["sound"]):
            found.append(held)
        return found

    def wrong_length(self, keys: MediaKeys) -> str | None:
        """Why a video that was read before is left out by its length now."""
        done = self._journal.done(keys.ingest)
        ingest = self._plan.ingest
        if done is None:
            return None
        return wrong_length(done.result["claimed_s"], ingest.min_duration_s, ingest.max_duration_s)

    def scene_starts(self, keys: MediaKeys) -> tuple[float, ...] | None:
        """Scene starts of an earlier pass, in seconds."""
        done = self._journal.done(keys.scenes) if keys.scenes else None
        return tuple(s["start_time"] for s in done.result) if done else None

    def record(self, job: Job, needs: Needs, result: dict[str, Any], folder: str) -> None:
        """Journal what a pass made. All rows in one transaction, the source's among them."""
        keys = job.keys
        assert keys is not None and job.sha256 is not None
        seconds = result["counters"]["seconds"]
        facts = {k: result[k] for k in FACTS}
        staged: dict[str, Any] = {"folder": folder, "sound": result["audio"] is not None}
        with self._journal.batch():
            self._journal.put_source(job.found.relative, job.size_bytes, job.mtime_ns, job.sha256)
            self._journal.drop_failure(job.found.relative)
            if not self._journal.has(keys.ingest):
                self._put(keys.ingest, "ingest", job, facts, seconds.get("decode", 0.0))
            if needs.scenes and keys.scenes:
                self._put(keys.scenes, "scenes", job, result["scenes"], seconds.get("scenes", 0.0))
            if needs.frames and keys.frames:
                self._put(keys.frames, "frames", job, result["frames"], seconds.get("frames", 0.0))
                staged["frames"] = keys.frames
            if needs.audio and keys.audio:
                self._put(keys.audio, "audio", job, result["audio"], seconds.get("audio", 0.0))
                staged["audio"] = keys.audio
            self._journal.put_state("staged", job.video, staged)

    def _put(self, key: str, step: str, job: Job, result: Any, seconds: float) -> None:
        self._journal.put_done(key, step, job.video, result, seconds)

    def unstage(self, video: str) -> None:
        """Forget and delete what lay staged for a video; the store holds it now."""
        staged = self._journal.state("staged", video)
        if staged is not None:
            self._journal.drop_state("staged", video)
            shutil.rmtree(self._store.staging / staged["folder"], ignore_errors=True)
