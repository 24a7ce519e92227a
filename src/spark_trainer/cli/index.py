"""`spark-trainer index`: the database as an index over folders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spark_trainer.cli.whole_help import WholeHelp

app = typer.Typer(
    cls=WholeHelp,
    help="The index of datasets, runs, models and jobs, which their folders can always restore.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def rebuild(
    root: Annotated[
        list[Path] | None,
        typer.Option(help="A folder beside those of the settings. Can be repeated."),
    ] = None,
) -> None:
    """Make the index anew from what is on the disk."""
    from spark_trainer.core.text import printable
    from spark_trainer.jobs.database.engine import open_database
    from spark_trainer.jobs.index.folders import counts, refresh
    from spark_trainer.jobs.index.jobs import restore_jobs
    from spark_trainer.jobs.index.roots import known_roots
    from spark_trainer.jobs.settings import job_settings

    settings = job_settings()
    engine = open_database(settings)
    roots = known_roots(Path.cwd(), [path.resolve() for path in root or ()])
    refresh(engine, roots, anew=True)
    restored, problems = restore_jobs(settings, engine)
    for row in problems:
        typer.echo(f"warning: {printable(row)}", err=True)
    found = counts(engine)
    told = ", ".join(f"{count} {kind}s" for kind, count in found.items())
    typer.echo(f"{told}; {restored} jobs restored")
    typer.echo(f"looked in {', '.join(printable(path) for path in roots)}")
