"""A build: a pipeline, a folder of videos, and the dataset folder that is made of them."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spark_trainer import __version__
from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import UsageError
from spark_trainer.core.events import EventLog, Listener
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets import card
from spark_trainer.datasets.edits import deleted, edits_are_in, grouped, read_edits, with_edits
from spark_trainer.datasets.journal import Journal, utc_now
from spark_trainer.datasets.lock import exclusive
from spark_trainer.datasets.manifest import Entry, write_lines
from spark_trainer.datasets.provenance import tool_versions
from spark_trainer.datasets.store import Store
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.labels import Labels
from spark_trainer.pipelines.executors.local import LASTING, LocalExecutor
from spark_trainer.pipelines.executors.pool import WorkerPool
from spark_trainer.pipelines.graph import Pipeline
from spark_trainer.pipelines.planner import Plan, plan
from spark_trainer.pipelines.records import EntryMaker
from spark_trainer.pipelines.scan import Found, Scan, scan
from spark_trainer.pipelines.settings_view import provenance_config

SUMMARY = "summary"
"""The journal's key of what the last finished build said."""

DEFAULT_WORKER_MEMORY = 3 << 29
"""Bytes that a worker may map beyond what its libraries need."""


@dataclass(frozen=True)
class BuildOptions:
    """How a build runs; nothing here changes what comes out."""

    workers: int | None = None
    """Worker processes; none = one a core; 0 = everything in this process, for debugging."""
    worker_memory_bytes: int = DEFAULT_WORKER_MEMORY
    retry_failed: bool = False
    """Try files again that failed for a lasting reason (they are skipped otherwise)."""


@dataclass
class Summary:
    """What a build did."""

    output: Path
    videos: int = 0
    failed: int = 0
    filtered: int = 0
    aliases: int = 0
    frames_kept: int = 0
    frames_dropped: dict[str, int] = field(default_factory=dict)
    hours: float = 0.0
    hours_read: float = 0.0
    """Hours of video decoded in this run."""
    seconds: float = 0.0
    steps_done: dict[str, int] = field(default_factory=dict)
    """Videos that each step was done for in this run; what is in the journal is not done again."""
    lanes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """How each model's time was spent: pieces, batches, busy_s, waited_s."""
    nothing_to_do: bool = False
    left_out: list[str] = field(default_factory=list)
    """Ids of videos of earlier builds that the input does not hold any more; their files stay."""
    failures: list[dict[str, str]] = field(default_factory=list)
    """The first hundred."""
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        values = {**vars(self), "output": portable(str(self.output))}
        return {**values, "manifest": f"{values['output']}/{card.MANIFEST}"}


def build(
    pipeline: Pipeline,
    input_dir: Path,
    output_dir: Path,
    options: BuildOptions = BuildOptions(),
    listeners: Sequence[Listener] = (),
) -> Summary:
    """Build a dataset, or bring one up to date.

    Raises:
        UsageError: the input does not exist or holds no video.
        BackendUnavailableError: a labeller cannot run here; no video was touched.
        BusyError: another process writes this dataset.
        OutputError: the output cannot be written; what is done is kept.
    """
    utc_now()  # a wrong SOURCE_DATE_EPOCH is said before anything is done
    the_plan = plan(pipeline)
    started = time.monotonic()
    found = scan(input_dir, output_dir, the_plan.ingest.follow_symlinks)
    if not found.videos:
        raise UsageError(
            f"--input {printable(input_dir)}: no videos found "
            f"({found.other_files} other files). Looked for names such as .mp4, .mkv, .mov, .webm."
        )
    labels = Labels(the_plan)
    labels.resolve()
    store = Store(output_dir)
    with output_errors(output_dir, "make"):
        output_dir.mkdir(parents=True, exist_ok=True)
    with exclusive(output_dir):
        journal = Journal(output_dir / card.JOURNAL)
        try:
            run = _Run(the_plan, labels, found, store, journal, options, tuple(listeners))
            summary = run.go()
        finally:
            journal.close()
        if not summary.nothing_to_do:
            run.write_card(summary)
    summary.seconds = round(time.monotonic() - started, 3)
    return summary


class _Run:
    """The steps of one build, with what they share."""

    def __init__(
        self,
        the_plan: Plan,
        labels: Labels,
        found: Scan,
        store: Store,
        journal: Journal,
        options: BuildOptions,
        listeners: tuple[Listener, ...],
    ) -> None:
        self._plan, self._found, self._store = the_plan, found, store
        self._journal, self._options, self._listeners = journal, options, listeners
        self._labels = labels
        labels.attach(store, journal)
        self._config = provenance_config(the_plan, self._labels.identities())
        self._jobs = [_job(n, f) for n, f in enumerate(found.videos)]
        self._counts: Counter[str] = Counter()
        self._seconds_of_video = 0.0

    def go(self) -> Summary:
        """Do what is to do; the card is written after the journal is closed."""
        fingerprint = self._fingerprint()
        if not self._options.retry_failed and self._is_finished(fingerprint):
            return self._unchanged()
        self._labels.load()
        self._store.prepare({s["folder"] for s in self._journal.states("staged").values()})
        if self._options.retry_failed:
            for path in self._journal.failures():
                self._journal.drop_failure(path)
        self._journal.set_about("finished", "")
        with output_errors(self._store.root / card.CARD, "remove"):
            # It is written last, so that where it is, it is true.
            (self._store.root / card.CARD).unlink(missing_ok=True)
        events = EventLog(self._store.root / card.EVENTS, self._listeners)
        try:
            self._execute(events)
            self._write_manifest()
            self._write_failures()
            summary = self._summary()
            events.emit("build_finished", videos=summary.videos, failed=summary.failed)
        finally:
            events.close()
        if not summary.failed:
            self._journal.drop_parts()  # of models that were given up half way
        self._journal.set_about("finished", fingerprint)
        self._journal.put_done(SUMMARY, SUMMARY, "", summary.as_json(), 0.0)
        return summary

    def _execute(self, events: EventLog) -> None:
        workers = self._options.workers
        if workers is None:
            workers = os.cpu_count() or 1
        workers = min(workers, len(self._jobs))
        events.emit(
            "build_started",
            version=__version__,
            videos=len(self._jobs),
            steps=[op.op for op in self._plan.ops],
            decode=self._plan.decode,
            workers=workers,
        )
        pool = WorkerPool(workers, self._options.worker_memory_bytes)
        try:
            executor = LocalExecutor(
                self._plan, self._store, self._journal, events, self._labels, pool, workers
            )
            executor.run(self._jobs)
            self.hours_read = executor.seconds_read / 3600
            self._done, self._lanes = executor.done, executor.lanes.uses()
        finally:
            pool.close()

    # Nothing to do

    def _fingerprint(self) -> str:
        """Names the input (as the file system shows it), the settings and the program."""
        files = []
        for job in self._jobs:
            beside = [[portable(p.name), *_look(p)] for p in self._labels.companions(job)]
            files.append([job.name, job.size_bytes, job.mtime_ns, beside, *job.called.values()])
        broken = [[printable(path), what] for path, what in self._found.broken_names]
        return digest([__version__, self._config, files, *broken])

    def _is_finished(self, fingerprint: str) -> bool:
        root = self._store.root
        if self._journal.about("finished") != fingerprint:
            return False
        failures = self._journal.failures()
        tried = (failures.get(job.found.relative) for job in self._jobs)
        if any(f is not None and f.code not in LASTING for f in tried):
            return False
        if not all((root / n).exists() for n in (card.MANIFEST, card.FAILURES, card.CARD)):
            return False
        if self._journal.about("manifest") != _manifest_mark(root) or not edits_are_in(root):
            return False
        return all(
            self._store.holds(video, len(state["files"]), state["sound"])
            for video, state in self._journal.states("held").items()
        )

    def _unchanged(self) -> Summary:
        done = self._journal.done(SUMMARY)
        stored = dict(done.result) if done else {}
        stored.pop("manifest", None)
        summary = Summary(**{**stored, "output": self._store.root})
        summary.nothing_to_do, summary.hours_read = True, 0.0
        summary.steps_done, summary.lanes = dict.fromkeys(summary.steps_done, 0), {}
        return summary

    # Writing

    def _entries(self) -> Iterator[Entry]:
        maker = EntryMaker(self._plan, self._journal, self._store.root, self._config)
        edits = read_edits(self._store.root)
        out, by_entry = deleted(edits), grouped(edits)
        for job in self._jobs:
            if job.state == "done" and job.video not in out:
                entry = with_edits(maker.entry(job), by_entry.get(str(job.video), ()))
                self._count(entry)
                yield entry

    def _count(self, entry: Entry) -> None:
        self._counts["videos"] += 1
        self._counts["kept"] += entry.meta.num_frames
        self._counts.update(f"dropped:{d.reason}" for d in entry.meta.dropped)
        self._seconds_of_video += entry.meta.duration

    def _write_manifest(self) -> None:
        replace_file(self._store.root / card.MANIFEST, write_lines(self._entries()))
        self._journal.set_about("manifest", _manifest_mark(self._store.root))

    def _failures(self) -> list[dict[str, str]]:
        """Why files are not in the dataset, in the order of the input."""
        rows = self._journal.failures()
        failed = [
            {
                "path": job.name,
                **job.called,
                "step": rows[job.found.relative].step,
                "code": rows[job.found.relative].code,
                "reason": rows[job.found.relative].reason,
            }
            for job in self._jobs
            if job.state == "failed"
        ]
        folders = [
            {"path": printable(path), "step": "ingest", "code": "io", "reason": reason}
            for path, reason in self._found.unreadable
        ]
        names = [
            {"path": printable(path), "step": "ingest", "code": "sidecar", "reason": reason}
            for path, reason in self._found.broken_names
        ]
        return failed + folders + names

    def _write_failures(self) -> None:
        lines = [json.dumps(f, sort_keys=True).encode() + b"\n" for f in self._failures()]
        replace_file(self._store.root / card.FAILURES, lines)

    def _summary(self) -> Summary:
        failures = self._failures()
        out = deleted(read_edits(self._store.root))
        done = {job.video for job in self._jobs if job.state == "done"} - out
        filtered = sum(f["code"] == "filtered" for f in failures)
        return Summary(
            output=self._store.root,
            videos=self._counts["videos"],
            failed=len(failures) - filtered,
            filtered=filtered,
            aliases=sum(job.state == "alias" for job in self._jobs),
            frames_kept=self._counts["kept"],
            frames_dropped={
                key.removeprefix("dropped:"): n
                for key, n in sorted(self._counts.items())
                if key.startswith("dropped:")
            },
            hours=round(self._seconds_of_video / 3600, 6),
            hours_read=round(self.hours_read, 6),
            steps_done={op.op: self._done[op.op] for op in self._plan.ops if op.op != "manifest"},
            lanes=self._lanes,
            left_out=[v for v in self._journal.states("held") if v not in done],
            failures=failures[:100],
            notes=self._journal.notes,
        )

    hours_read = 0.0

    def write_card(self, summary: Summary) -> None:
        """`dataset.json`, last: it holds the hashes of all files beside it."""
        root = self._store.root
        facts = {
            "format": 1,
            "pipeline_version": __version__,
            "tools": tool_versions(),
            "input": portable(os.path.relpath(self._found.root.resolve(), root.resolve())),
            "counts": {
                "videos": summary.videos,
                "failed": summary.failed,
                "filtered": summary.filtered,
                "aliases": summary.aliases,
                "frames_kept": summary.frames_kept,
                "frames_dropped": summary.frames_dropped,
                "hours": summary.hours,
            },
            "left_out": summary.left_out,
            "settings": self._config,
        }
        card.write_card(root, facts)


def _job(number: int, found: Found) -> Job:
    return Job(number, found, *_look(found.path))


def _look(path: Path) -> tuple[int, int]:
    """Size and time of change; zeros for a link to nothing, whose reader will say so."""
    try:
        info = path.stat()
    except OSError:
        return 0, 0
    return info.st_size, info.st_mtime_ns


def _manifest_mark(root: Path) -> str:
    info = (root / card.MANIFEST).stat()
    return f"{info.st_size}:{info.st_mtime_ns}"
