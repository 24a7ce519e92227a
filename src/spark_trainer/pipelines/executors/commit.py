"""Videos into the store, in the order of the input.

Near-duplicates across the dataset depend on what was kept before, so videos are committed one after
the other in one fixed order, however the workers overtook each other. That makes the outcome the
same for any number of workers and for a run that was killed and taken up again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spark_trainer.datasets.dedup import FrameIndex, Known
from spark_trainer.datasets.journal import Journal
from spark_trainer.datasets.store import Store
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.media_state import MediaState
from spark_trainer.pipelines.planner import Plan


class Committer:
    """Decides over near-duplicates and puts each video's files in place."""

    def __init__(self, plan: Plan, store: Store, journal: Journal, media: MediaState) -> None:
        self._store, self._journal, self._media = store, journal, media
        frames = plan.frames
        self._index = (
            FrameIndex(frames.hash_size**2, frames.duplicate_distance)
            if frames is not None and frames.perceptual_hashing
            else None
        )

    def commit(self, job: Job) -> bool:
        """Put the job's files in place; False where a file is gone and must be read anew.

        Raises:
            OutputError: the store cannot be written.
        """
        assert job.keys is not None
        kept = self._kept(job)
        likes = self._likes(job.video, kept)
        final = [record["file"] for record, like in zip(kept, likes, strict=True) if not like]
        across = [
            {"file": record["file"], "like": like}
            for record, like in zip(kept, likes, strict=True)
            if like
        ]
        on_disk = self._media.files(job.video)
        if not self._is_held(job, final, on_disk):
            files = self._sources(job, final, on_disk)
            if files is None:
                return False
            self._store.assemble(job.video, files)
        sound = self._sound(job)
        state = {
            "frames": job.keys.frames,
            "audio": job.keys.audio,
            "files": final,
            "across": across,
            "sound": sound is not None,
            "sha256": job.sha256,
        }
        with self._journal.batch():
            self._journal.put_state("held", job.video, state)
        self._media.unstage(job.video)
        self._remember(job.video, kept, likes)
        return True

    def _kept(self, job: Job) -> list[dict[str, Any]]:
        assert job.keys is not None
        done = self._journal.done(job.keys.frames) if job.keys.frames else None
        return done.result["kept"] if done else []

    def _sound(self, job: Job) -> dict[str, Any] | None:
        assert job.keys is not None
        done = self._journal.done(job.keys.audio) if job.keys.audio else None
        return done.result if done else None

    def _likes(self, video: str, kept: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
        if self._index is None:
            return [None] * len(kept)
        return [self._index.like(_known(video, record)) for record in kept]

    def _remember(
        self, video: str, kept: list[dict[str, Any]], likes: list[dict[str, Any] | None]
    ) -> None:
        if self._index is not None:
            for record, like in zip(kept, likes, strict=True):
                if not like:
                    self._index.add(_known(video, record))

    def _is_held(self, job: Job, final: list[str], on_disk: list[dict[str, Any]]) -> bool:
        assert job.keys is not None
        return any(
            "files" in state
            and state["files"] == final
            and state["frames"] == job.keys.frames
            and state["audio"] == job.keys.audio
            for state in on_disk
        )

    def _sources(
        self, job: Job, final: list[str], on_disk: list[dict[str, Any]]
    ) -> dict[str, Path] | None:
        """Where each file of the video's folder lies now; None where one is nowhere."""
        assert job.keys is not None
        files: dict[str, Path] = {}
        for state in reversed(on_disk):
            lying = self._lying(job.video, state)
            if job.keys.frames and state.get("frames") == job.keys.frames:
                files.update({name: path for name, path in lying.items() if name != "audio.wav"})
            if job.keys.audio and state.get("audio") == job.keys.audio and state["sound"]:
                files["audio.wav"] = lying["audio.wav"]
        wanted = {f"frames/frame_{n:06d}.jpg": f"frames/{old}" for n, old in enumerate(final, 1)}
        if self._sound(job) is not None:
            wanted["audio.wav"] = "audio.wav"
        if not all(old in files for old in wanted.values()):
            return None
        return {new: files[old] for new, old in wanted.items()}

    def _lying(self, video: str, state: dict[str, Any]) -> dict[str, Path]:
        """Files of a state, by the names that they had when they were staged."""
        if "folder" in state:
            folder = self._store.staging / state["folder"]
            frames = folder / "frames"
            found = {f"frames/{p.name}": p for p in frames.iterdir()} if frames.is_dir() else {}
        else:
            folder = self._store.folder(video)
            found = {
                f"frames/{old}": folder / "frames" / f"frame_{n:06d}.jpg"
                for n, old in enumerate(state["files"], 1)
            }
        return {**found, "audio.wav": folder / "audio.wav"}


def _known(video: str, record: dict[str, Any]) -> Known:
    r, g, b = record["mean_rgb"]
    return Known(video, record["time"], int(record["hash"], 2), (r, g, b))
