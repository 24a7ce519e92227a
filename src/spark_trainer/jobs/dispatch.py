"""What becomes of jobs: those that ended are told so, and free slots take the next.

Anybody may do it at any time, several at once too: the server does all the time, a supervisor when
its job is over, the command line when it is asked for jobs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from spark_trainer.core.errors import SparkTrainerError
from spark_trainer.datasets.lock import holder
from spark_trainer.jobs import folder as files
from spark_trainer.jobs import queue
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.event_lines import all_lines, made_of
from spark_trainer.jobs.gpus import usable
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.queue import Row
from spark_trainer.jobs.requests import next_attempt
from spark_trainer.jobs.secret_store import secret_variables
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.jobs.supervisor import GPU_VARIABLE

_children: list[int] = []
"""Supervisors that this process started."""
_SLOT_LENGTH = 20
KILLED = "its process was killed, or the machine went down"


@dataclass(frozen=True)
class Slot:
    """A place where one job can run."""

    name: str
    needs: tuple[str, ...]
    """The kinds of jobs that it takes."""
    gpu: str | None
    """What its job has as CUDA_VISIBLE_DEVICES; None = what this process has."""


def advance(settings: JobSettings, engine: Engine | None = None) -> list[str]:
    """Tell what ended and start what can; ids of the jobs that changed.

    Raises:
        SparkTrainerError: the database cannot be used, or a folder cannot be written.
    """
    engine = engine or open_database(settings)
    _reap()
    changed = [job["id"] for job in queue.running(engine) if _settle(settings, engine, job)]
    return changed + [job["id"] for job in _start_next(settings, engine)]


def slots(settings: JobSettings) -> list[Slot]:
    """Those that this machine has. Without a GPU the others take every job.

    A job of the CPU does not see GPUs that are given to others, or that jobs may not have.
    """
    devices = usable(settings.gpus)
    on_cpu = ("cpu",) if devices else ("cpu", "gpu")
    seen = "" if devices or settings.gpus is not None else None
    return [
        *(Slot(f"gpu-{device}"[:_SLOT_LENGTH], ("gpu",), device) for device in devices),
        *(Slot(f"cpu-{index}", on_cpu, seen) for index in range(settings.cpu_slots)),
    ]


def _settle(settings: JobSettings, engine: Engine, job: Row) -> bool:
    """Bring a running job's row up to date; True where its state changed."""
    folder = settings.folder / job["id"]
    ended = files.read_ended(folder)
    if ended is None:
        return _look_after(settings, engine, job, folder)
    state = "cancelled" if ended.cancelled else "failed" if ended.exit_code else "completed"
    return _end(settings, engine, job, state, ended)


def _end(
    settings: JobSettings, engine: Engine, job: Row, state: str, ended: files.Ended | None
) -> bool:
    """Give a running job its last state, and try it again where it failed and may be."""
    folder = settings.folder / job["id"]
    values = {**_start_of(folder), **outcome(folder, state)}
    if ended is not None:
        values |= {"exit_code": ended.exit_code, "ended": ended.at}
    then = None
    if state == "failed":
        values["message"] = reason(folder, values.get("exit_code"))
        if job["attempt"] <= job["retries"]:
            try:
                then = next_attempt(settings, job)
            except SparkTrainerError as e:  # it has failed all the same
                values["message"] += f"; it cannot be tried again: {e}"
    return queue.end(engine, job, "running", state, then=then, **values)


def _look_after(settings: JobSettings, engine: Engine, job: Row, folder: Path) -> bool:
    """A job without an end: it runs, or is about to, or nobody is left to tell of it."""
    start = _start_of(folder)
    known = start.get("supervisor") or job["supervisor"]
    if known is None:
        if Identity.parse(job["claimer"]).alive or holder(folder):
            return False
        return queue.change(engine, job, "running", state="queued", slot=None, claimer=None)
    if Identity.parse(str(known)).alive:
        unknown = job["started"] is None and start
        return bool(unknown) and queue.change(engine, job, "running", **start)
    if files.read_ended(folder) is not None:  # written since we looked
        return False
    cancelled = (folder / files.CANCEL).exists()
    state = "cancelled" if cancelled else "failed"
    return _end(settings, engine, job, state, None)


def outcome(folder: Path, state: str) -> dict[str, Any]:
    """What is known of a job that ended, whoever watched it or not."""
    made = made_of(all_lines(folder / files.EVENTS))
    told: dict[str, Any] = {"made": made} if made else {}
    return told if state != "completed" else {**told, "progress": 1.0}


def _start_of(folder: Path) -> dict[str, Any]:
    started = files.read_json(folder / files.STARTED)
    if started is None:
        return {}
    return {"supervisor": started["supervisor"], "started": started["at"]}


def reason(folder: Path, exit_code: int | None) -> str:
    """Why a job failed, with the end of its log; None = nobody saw how it ended."""
    what = KILLED if exit_code is None else f"exit code {exit_code}"
    if exit_code is not None and exit_code > 128:
        what = f"ended by signal {exit_code - 128}"
    tail = files.log_tail(folder, 3)
    return f"{what}. {' | '.join(tail)}"[:2000] if tail else what


def _start_next(settings: JobSettings, engine: Engine) -> Iterator[Row]:
    taken = {job["slot"] for job in queue.running(engine)}
    for slot in slots(settings):
        if slot.name in taken:
            continue
        job = queue.claim(engine, slot.name, slot.needs)
        if job is not None:
            try:
                supervisor = _spawn(settings, job, slot)
            except BaseException:  # or the slot would be taken for as long as this process lives
                queue.change(engine, job, "running", state="queued", slot=None, claimer=None)
                raise
            queue.change(engine, job, "running", supervisor=str(supervisor))
            yield job


def _spawn(settings: JobSettings, job: Row, slot: Slot) -> Identity:
    """Start the supervisor, which outlives this process."""
    environment = {**secret_variables(settings.home), **os.environ}
    if slot.gpu is not None:
        environment[GPU_VARIABLE] = slot.gpu
    environment.pop("SPARK_TRAINER_TOKEN", None)
    nothing = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in range(3)]
    words = [
        *(sys.executable, "-m", "spark_trainer.jobs.supervisor"),
        str(settings.folder / job["id"]),
    ]
    pid = os.posix_spawn(sys.executable, words, environment, file_actions=nothing, setsid=True)
    _children.append(pid)
    return Identity.of(pid) or Identity(pid, "gone")


def _reap() -> None:
    """Let go of supervisors that this process started and that are over."""
    for pid in tuple(_children):
        try:
            over = os.waitpid(pid, os.WNOHANG)[0] != 0
        except ChildProcessError:
            over = True
        if over:
            with suppress(ValueError):  # another thread was first
                _children.remove(pid)
