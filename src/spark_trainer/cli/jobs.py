"""`spark-trainer jobs`: commands in a queue, with or without a server."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from spark_trainer.jobs.settings import JobSettings

app = typer.Typer(
    cls=WholeHelp,
    help="Commands in a queue: each runs by itself, also when this terminal is closed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Job = Annotated[str, typer.Argument(metavar="JOB", help="Its id, or the start of it.")]
_LOOK_S = 0.3


@app.command(
    "add", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
def add(
    words: Annotated[
        list[str], typer.Argument(metavar="COMMAND...", help="As after `spark-trainer`.")
    ],
    name: Annotated[str | None, typer.Option(help="What you call it.")] = None,
    priority: Annotated[int, typer.Option(help="The highest goes first.", min=-1000, max=1000)] = 0,
    retries: Annotated[
        int, typer.Option(help="Times that it is started again after a failure.", min=0, max=100)
    ] = 0,
    as_json: Json = False,
) -> None:
    """Put a command into the queue: spark-trainer jobs add train apotheon-tiny --manifest D.

    It begins as soon as a GPU, or the slot for the CPU, is free.
    """
    from spark_trainer.jobs.requests import submit

    settings, engine = _open()
    job = submit(settings, engine, words, Path(), name=name, priority=priority, retries=retries)
    _advance(settings, engine)
    if as_json:
        typer.echo(json.dumps(_json(job)))
    else:
        typer.echo(f"job {job['id']}  {_printable(job['command'])}")
        typer.echo(f"watch it: spark-trainer jobs logs -f {job['id'][:6]}")


@app.command("list")
def list_jobs(
    state: Annotated[
        list[str] | None,
        typer.Option(help="queued, running, completed, failed, cancelled. Can be repeated."),
    ] = None,
    limit: Annotated[int, typer.Option(help="Rows at most.", min=1, max=10_000)] = 50,
    as_json: Json = False,
) -> None:
    """List jobs, the newest first."""
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.mistakes import one_of
    from spark_trainer.jobs.database.tables import STATES
    from spark_trainer.jobs.queue import page

    for one in state or ():
        if one not in STATES:
            raise UsageError(f"--state: {one_of(one, 'state', STATES)}")
    settings, engine = _open()
    _advance(settings, engine)
    found = page(engine, states=state or STATES, limit=limit)
    if as_json:
        typer.echo(json.dumps([_json(job) for job in found.rows], indent=2))
        return
    if not found.rows:
        typer.echo("no jobs. `spark-trainer jobs add train ...` puts one into the queue")
    for job in found.rows:
        share = "" if job["progress"] is None else f"{job['progress']:.0%}"
        typer.echo(f"{job['id']}  {job['state']:9}  {share:>4}  {_printable(job['command'])}")
    if found.total > len(found.rows):
        typer.echo(f"{found.total - len(found.rows)} more: --limit {found.total}")


@app.command()
def show(job: Job, as_json: Json = False) -> None:
    """Show one job: its command, how it stands, and the end of its log."""
    from spark_trainer.jobs.folder import log_tail
    from spark_trainer.jobs.queue import get

    settings, engine = _open()
    _advance(settings, engine)
    found = get(engine, job)
    folder = settings.folder / found["id"]
    if as_json:
        told = {**_json(found), "folder": str(folder), "log": log_tail(folder)}
        typer.echo(json.dumps(told, indent=2))
        return
    for key in ("id", "name", "state", "command", "workdir", "slot", "attempt", "retry_of"):
        if found[key] is not None:
            typer.echo(f"{key:10} {_printable(str(found[key]))}")
    for key in ("created", "started", "ended"):
        if found[key] is not None:
            typer.echo(f"{key:10} {_clock(found[key])}")
    if found["progress"] is not None:
        typer.echo(f"{'progress':10} {found['progress']:.0%}")
    if found["exit_code"] is not None:
        typer.echo(f"{'exit code':10} {found['exit_code']}")
    if made := found["made"]:
        typer.echo(f"{made['kind']:10} {_printable(made['path'])}")
    typer.echo(f"{'folder':10} {_printable(folder)}")
    for line in log_tail(folder):
        typer.echo(f"  | {line}")


@app.command()
def logs(
    job: Job,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on until the job has ended.")
    ] = False,
) -> None:
    """Print what a job wrote."""
    from spark_trainer.jobs.folder import LOG
    from spark_trainer.jobs.queue import ENDED, get

    settings, engine = _open()
    found = get(engine, job)
    path, at = settings.folder / found["id"] / LOG, 0
    while True:
        _advance(settings, engine)
        ended = get(engine, found["id"])["state"] in ENDED
        at = _print_from(path, at)
        if ended or not follow:
            return
        time.sleep(_LOOK_S)


@app.command()
def cancel(job: Job) -> None:
    """End a job: SIGTERM, and SIGKILL after its grace. What it finished is kept."""
    from spark_trainer.jobs.queue import get
    from spark_trainer.jobs.requests import cancel as cancel_job

    settings, engine = _open()
    found = get(engine, job)
    state = cancel_job(settings, engine, found)
    if state in ("cancelled", "cancelling"):
        typer.echo(f"job {found['id']}: {state}")
    else:
        typer.echo(f"job {found['id']} had ended before: {state}")
    _advance(settings, engine)


@app.command()
def retry(job: Job, as_json: Json = False) -> None:
    """Run the command of a job that has ended once more, as a new job."""
    from spark_trainer.jobs.queue import get
    from spark_trainer.jobs.requests import retry as retry_job

    settings, engine = _open()
    _advance(settings, engine)
    made = retry_job(settings, engine, get(engine, job))
    _advance(settings, engine)
    if as_json:
        typer.echo(json.dumps(_json(made)))
    else:
        typer.echo(f"job {made['id']}  {_printable(made['command'])}")


def _open() -> tuple[JobSettings, Engine]:
    from spark_trainer.jobs.database.engine import open_database
    from spark_trainer.jobs.settings import job_settings

    settings = job_settings()
    return settings, open_database(settings)


def _advance(settings: JobSettings, engine: Engine) -> None:
    from spark_trainer.jobs.dispatch import advance

    advance(settings, engine)


def _json(job: Mapping[Any, Any]) -> dict[str, Any]:
    hidden = ("seq", "claimer", "supervisor", "events_read", "published")
    return {key: value for key, value in job.items() if key not in hidden}


def _printable(text: str | Path) -> str:
    from spark_trainer.core.text import printable

    return printable(text)


def _clock(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def _print_from(path: Path, at: int) -> int:
    """The log from an offset on, a line at a time, nothing of it raw; the offset after it."""
    if not path.exists():
        return at
    with path.open("rb") as stream:
        stream.seek(at)
        text = stream.read()
    for line in text.decode("utf-8", "replace").splitlines():
        typer.echo(_printable(line))
    return at + len(text)
