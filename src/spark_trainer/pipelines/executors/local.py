"""Runs a plan on this machine: worker processes for media and labels, one journal, one order."""

from __future__ import annotations

import os
import secrets
import shutil
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import BackendUnavailableError, MediaError, OutputError
from spark_trainer.core.events import EventLog
from spark_trainer.datasets.journal import Failure, Journal
from spark_trainer.datasets.store import Store
from spark_trainer.pipelines.executors import worker
from spark_trainer.pipelines.executors.commit import Committer
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.labels import Labels, LabelTask
from spark_trainer.pipelines.executors.lane import Whole
from spark_trainer.pipelines.executors.lanes import Lanes
from spark_trainer.pipelines.executors.media_state import MediaState
from spark_trainer.pipelines.executors.pool import Finished, Progressed, WorkerPool
from spark_trainer.pipelines.keys import Needs, all_needs, media_keys, pass_settings
from spark_trainer.pipelines.planner import Plan

LASTING = frozenset(
    {"empty", "unreadable", "no_video", "no_frames", "too_large", "not_a_file", "filtered"}
)
"""Reasons that hold as long as the file and the settings are the same; others are tried again."""


class LocalExecutor:
    """Takes every job to `done`, `failed` or `alias`. Make it, `run` it once."""

    def __init__(
        self,
        plan: Plan,
        store: Store,
        journal: Journal,
        events: EventLog,
        labels: Labels,
        pool: WorkerPool,
        workers: int,
    ) -> None:
        self._plan, self._store, self._journal = plan, store, journal
        self._events, self._labels, self._pool = events, labels, pool
        self._workers = max(1, workers)
        self._media = MediaState(plan, store, journal)
        self._committer = Committer(plan, store, journal, self._media)
        self._settings_key = digest([plan.ingest.model_dump(mode="json"), plan.decode])
        """What of the settings can make a file that failed for good pass now."""
        self._in_flight = 0
        self.lanes = Lanes(labels, journal, events, pool.tell)
        self._all_settled = False
        self._to_read: deque[Job] = deque()
        self._to_label: deque[tuple[Job, LabelTask]] = deque()
        self._next = 0
        self._committed: dict[str, Job] = {}
        self._being_read: dict[str, list[Job]] = {}
        """By hash of the file that is read: other files with the same bytes, which wait for it."""
        self._known_sizes: set[int] = set()
        self.seconds_read = 0.0
        """Seconds of video decoded by this run."""
        self.done: Counter[str] = Counter()
        """How many videos each step was done for by this run."""

    def run(self, jobs: Sequence[Job]) -> None:
        """Do all jobs, in the fixed order where order matters.

        Raises:
            OutputError: the output cannot be written; what is done is in the journal.
            BackendUnavailableError: a worker cannot load a model.
        """
        self._jobs = jobs
        try:
            self._run()
        finally:
            self.lanes.close()

    def _run(self) -> None:
        self._resume(self._jobs)
        self._advance()
        self._fill()
        while self._in_flight or self.lanes.waiting:
            happened = self._pool.wait()
            if isinstance(happened, Progressed):
                self._events.tell(
                    {
                        "event": "progress",
                        "video": happened.number,
                        "path": self._jobs[happened.number].name,
                        **self._jobs[happened.number].called,
                        "seconds": happened.seconds,
                        "of_s": happened.of_s,
                    }
                )
                continue
            if isinstance(happened, Finished):
                self._in_flight -= 1
                self._take(happened)
                self._advance()
            elif whole := self.lanes.take(*happened):
                self._take_whole(whole)
            self._fill()

    # What is known from earlier runs

    def _resume(self, jobs: Sequence[Job]) -> None:
        sources = self._journal.sources()
        sizes = {size for size, _, _ in sources.values()}
        self._failed_before = failures = self._journal.failures()
        for job in jobs:
            failure = failures.get(job.found.relative)
            known = sources.get(job.found.relative)
            if job.state == "failed":
                continue
            if (
                failure is not None
                and failure.step == "ingest"
                and failure.code in LASTING
                and failure.mark == job.mark(self._settings_key)
            ):
                self._tell_failure(job, failure, again=True)
            elif known is not None and known[:2] == (job.size_bytes, job.mtime_ns):
                self._identify(job, known[2])
            else:
                job.state = "reading"
                job.sha256 = None
                self._to_read.append(job)
        self._known_sizes = sizes

    def _identify(self, job: Job, sha256: str) -> None:
        """The job's bytes are known: see what of them is still to do."""
        job.sha256 = sha256
        job.keys = media_keys(self._plan, sha256)
        if reason := self._media.wrong_length(job.keys):
            self._fail(job, "ingest", "filtered", reason)
        elif self._media.needs(job):
            job.state = "reading"
            self._to_read.append(job)
        else:
            job.state = "ready"

    # Giving work out

    def _fill(self) -> None:
        """Keep every worker busy, with one task more waiting; memory stays bounded."""
        most = 1 if self._pool.in_process else self._workers + 1
        while self._in_flight < most:
            if self._to_label:
                job, task = self._to_label.popleft()
                self._schedule((job, task), task.task, *task.arguments)
            elif self._to_read and not self.lanes.is_full:
                self._read(self._to_read.popleft())
            else:
                return

    def _schedule(self, token: Any, task: Any, *arguments: Any) -> None:
        self._in_flight += 1
        self._pool.schedule(token, task, *arguments)

    def _read(self, job: Job) -> None:
        path = os.fsencode(job.found.path)
        if job.sha256 is None and job.size_bytes in self._known_sizes:
            self._schedule((job, "hash"), worker.hash_task, path)
            return
        if job.sha256 in self._being_read:
            self._being_read[job.sha256].append(job)
            return
        needs = self._media.needs(job) if job.keys else all_needs(self._plan)
        if not needs:
            job.state = "ready"
            self._advance()
            return
        if job.sha256 is not None:
            self._being_read[job.sha256] = []
        starts = self._media.scene_starts(job.keys) if job.keys and not needs.scenes else None
        settings = pass_settings(self._plan, needs, starts)
        folder = secrets.token_hex(8)
        self._schedule(
            (job, (needs, folder)),
            worker.media_task,
            job.number,
            path,
            str(self._store.staging / folder),
            settings,
            not self._pool.in_process,
        )

    def _release(self, sha256: str | None) -> None:
        """A file was read, or failed: see what that leaves to do for those with the same bytes."""
        for waiting in self._being_read.pop(sha256 or "", ()):
            self._identify(waiting, sha256 or "")

    # Taking results

    def _take(self, finished: Finished) -> None:
        job, what = finished.token
        kind, value = finished.reply
        if kind == "output":
            raise OutputError(
                f"{value} (while working on {job.name}). What was finished is kept: make room or "
                f"mend the folder's permissions, then run the same command again."
            )
        if kind == "backend":
            raise BackendUnavailableError(value)
        if kind == "media":
            step = what.step if isinstance(what, LabelTask) else "ingest"
            self._fail(job, step, *value)
            self._release(job.sha256)
        elif what == "hash":
            self._identify_hashed(job, value)
        elif isinstance(what, LabelTask):
            self._labelled(job, what, value)
        else:
            needs, folder = what
            self._was_read(job, needs, folder, value)

    def _identify_hashed(self, job: Job, sha256: str) -> None:
        self._journal.put_source(job.found.relative, job.size_bytes, job.mtime_ns, sha256)
        self._identify(job, sha256)
        if job.state == "reading":
            self._to_read.remove(job)
            self._to_read.appendleft(job)

    def _was_read(self, job: Job, needs: Needs, folder: str, result: dict[str, Any]) -> None:
        job.sha256 = result["sha256"]
        job.keys = media_keys(self._plan, result["sha256"])
        job.duration_s = result["info"]["duration"]
        self.seconds_read += job.duration_s
        job.touched = True
        if self._media.needs(job):
            self._media.unstage(job.video)
            self._media.record(job, needs, result, folder)
        else:
            self._journal.put_source(
                job.found.relative, job.size_bytes, job.mtime_ns, result["sha256"]
            )
            shutil.rmtree(self._store.staging / folder, ignore_errors=True)
        job.state = "ready"
        self._release(job.sha256)
        steps = [s for s in ("ingest", "scenes", "frames", "audio") if getattr(needs, s)]
        self.done.update(steps)
        self._events.emit(
            "video_read",
            number=job.number,
            path=job.name,
            **job.called,
            video=job.video,
            duration_s=job.duration_s,
            steps=steps,
            counters=result["counters"],
        )

    def _take_whole(self, whole: Whole) -> None:
        job, task = whole.token
        if whole.row is not None:
            self._labelled(job, task, whole.row)
            self._journal.drop_parts(task.key)
        else:  # its other labels stay, for the next build
            assert whole.failure is not None
            self._fail(job, task.step, *whole.failure)

    def _labelled(self, job: Job, task: LabelTask, result: dict[str, Any]) -> None:
        seconds = result.pop("seconds", 0.0)
        self._journal.put_done(task.key, task.step, job.video, result, seconds)
        self.done[task.step] += 1
        job.touched = True
        self._events.emit("labelled", number=job.number, video=job.video, step=task.step)
        self._label_done(job)

    def _label_done(self, job: Job) -> None:
        job.labels_left -= 1
        if job.labels_left <= 0 and job.state == "labelling":
            self._finish(job)

    def _finish(self, job: Job) -> None:
        job.state = "done"
        self._forget_failure(job)
        self._say(job, "video_done", video=job.video)

    def _say(self, job: Job, event: str, **fields: Any) -> None:
        """Write an event where something was done in this run; else only show it."""
        if job.touched:
            self._events.emit(event, number=job.number, **fields)
        else:
            self._events.tell({"event": event, "number": job.number, **fields})

    def _forget_failure(self, job: Job) -> None:
        if job.found.relative in self._failed_before:
            self._journal.drop_failure(job.found.relative)

    def _fail(self, job: Job, step: str, code: str, reason: str) -> None:
        failure = Failure(job.found.relative, job.mark(self._settings_key), step, code, reason)
        self._journal.put_failure(failure)
        self._tell_failure(job, failure, again=False)

    def _tell_failure(self, job: Job, failure: Failure, *, again: bool) -> None:
        job.state = "failed"
        fields = {
            "number": job.number,
            "path": job.name,
            **job.called,
            "step": failure.step,
            "code": failure.code,
            "reason": failure.reason,
        }
        if again:
            self._events.tell({"event": "video_failed", "again": True, **fields})
        else:
            self._events.emit("video_failed", **fields)

    # Committing in order

    def _advance(self) -> None:
        """Commit as far as the fixed order allows."""
        while self._next < len(self._jobs):
            job = self._jobs[self._next]
            if job.state in ("new", "reading"):
                return
            if job.state == "ready" and not self._settle(job):
                return
            self._next += 1
        if not self._all_settled:
            self._all_settled = True
            self.lanes.finish()

    def _settle(self, job: Job) -> bool:
        """Commit one video and give out its labels; False where it must be read again."""
        first = self._committed.get(job.video)
        if first is not None:
            first.aliases.append(job.name)
            if job.found.called is not None:
                first.alias_names[job.name] = job.found.called
            job.state = "alias"
            self._forget_failure(job)
            self._say(job, "video_alias", of=first.name)
            return True
        if not self._committer.commit(job):
            self._journal.drop_state("held", job.video)
            job.state = "reading"
            self._to_read.appendleft(job)
            return False
        self._committed[job.video] = job
        self._label(job)
        return True

    def _label(self, job: Job) -> None:
        job.state = "labelling"
        try:
            tasks = self._labels.tasks(job)
        except MediaError as e:
            self._fail(job, "labels", e.code, str(e))
            return
        waiting = [t for t in tasks if not self._journal.has(t.key)]
        self._say(job, "video_committed", video=job.video, labels=[t.step for t in waiting])
        job.labels_left = len(waiting)
        for task in waiting:
            if task.task is None:
                self.lanes.submit(job, task)
            else:
                self._to_label.append((job, task))
        if not waiting:
            self._finish(job)
