"""`python -m spark_trainer.jobs.supervisor FOLDER`: runs one job, and writes how it ended.

It outlives whoever started it, in a session of its own. The command has a process group of its
own below it, and dies with it. Of this program it loads next to nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import BusyError, SparkTrainerError
from spark_trainer.core.job_events import VARIABLE
from spark_trainer.core.processes import die_with_parent
from spark_trainer.datasets.lock import exclusive
from spark_trainer.jobs import folder as files
from spark_trainer.jobs.identity import Identity
from spark_trainer.jobs.spec import JobSpec, read_spec

_LOOK_S = 0.1
GPU_VARIABLE = "SPARK_TRAINER_JOB_GPU"
"""The GPU of the job: for the command alone, as this process starts jobs for others later on."""


def supervise(folder: Path) -> int:
    """Run the job of a folder to its end; the command's exit code.

    Raises:
        BusyError: it is being run.
        RunError: there is no job.
        OutputError: the folder cannot be written.
    """
    spec = read_spec(folder)
    with exclusive(folder, "leave it alone"):
        asked = _Asked()
        child = _start(folder, spec)
        own = Identity.of(os.getpid())
        files.write_json(
            folder / files.STARTED,
            {"supervisor": str(own), "pid": child.pid, "at": time.time()},
        )
        code, cancelled = _wait(child, spec, folder, asked)
        files.write_json(
            folder / files.ENDED, {"exit_code": code, "at": time.time(), "cancelled": cancelled}
        )
    return code


class _Asked:
    """Whether this process was asked to end."""

    def __init__(self) -> None:
        self.to_end = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._take)

    def _take(self, number: int, frame: FrameType | None) -> None:
        self.to_end = True


def _start(folder: Path, spec: JobSpec) -> subprocess.Popen[bytes]:
    environment = {**os.environ, VARIABLE: str(folder / files.EVENTS)}
    if (gpu := os.environ.pop(GPU_VARIABLE, None)) is not None:
        del environment[GPU_VARIABLE]
        # As NVML counts them; by itself CUDA begins with the fastest.
        environment |= {"CUDA_VISIBLE_DEVICES": gpu, "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}
    environment.setdefault("PYTHONUNBUFFERED", "1")
    log = folder / files.LOG
    with output_errors(log, "open"), log.open("ab") as stream:
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "spark_trainer", *spec.words],
                cwd=spec.workdir,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  (this process has one thread)
            )
        except OSError as e:
            stream.write(f"error: cannot be started: {e}\n".encode())
            raise


def _wait(
    child: subprocess.Popen[bytes], spec: JobSpec, folder: Path, asked: _Asked
) -> tuple[int, bool]:
    """The exit code, and whether the command ended because somebody cancelled the job.

    A training that is told to end saves a checkpoint and ends well; it is not complete for that.
    """
    told_s: float | None = None
    cancelled = False
    while True:
        try:
            code = child.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            cancelled = cancelled or (folder / files.CANCEL).exists()
            if (cancelled or asked.to_end) and told_s is None:
                told_s = time.monotonic()
                _signal(child.pid, signal.SIGTERM)
            elif told_s is not None and time.monotonic() - told_s > spec.grace_s:
                _signal(child.pid, signal.SIGKILL)
            continue
        _signal(child.pid, signal.SIGKILL)  # what it left behind
        if code == 0 and told_s is not None and not cancelled:
            code = -signal.SIGTERM  # this process was told to end, and its job with it
        return (code if code >= 0 else 128 - code), cancelled


def _signal(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
    except PermissionError:  # macOS says so of a group of zombies
        pass


def main() -> int:
    """Supervise the job of the folder that is named, then let the next one begin."""
    folder = Path(sys.argv[1])
    try:
        supervise(folder)
    except BusyError:
        return 0
    except (SparkTrainerError, OSError) as e:
        with (folder / files.LOG).open("a", encoding="utf-8") as log:
            log.write(f"error: {e}\n")
        return 1
    from spark_trainer.jobs.dispatch import advance
    from spark_trainer.jobs.settings import job_settings

    advance(job_settings(folder.parents[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
