"""`spark-trainer runs`: list training runs, look at one, compare several."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from spark_trainer.cli.whole_help import WholeHelp

app = typer.Typer(
    cls=WholeHelp,
    help="List training runs, look at one, compare several.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Root = Annotated[Path, typer.Option(help="The folder that holds the runs.")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command("list")
def list_runs(root: Root = Path("runs"), as_json: Json = False) -> None:
    """List the runs below a folder: how each stands, how far it got, its last loss."""
    from spark_trainer.cli.run_views import print_list
    from spark_trainer.trainers.run_list import listed

    rows = listed(root)
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], indent=2))
    else:
        print_list(rows, root)


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="The run's folder, or its name below --root.")],
    root: Root = Path("runs"),
    verify: Annotated[
        bool | None,
        typer.Option(
            "--verify/--no-verify",
            help="Read every byte of the checkpoints.  [default: where they have under 1 GiB]",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a run: how it stands, its loss, metrics, checkpoints, and where its model is."""
    from spark_trainer.cli.run_views import print_run
    from spark_trainer.trainers.run_summary import find_run, summarize_run

    summary = summarize_run(find_run(run, root), verify=verify)
    if as_json:
        typer.echo(json.dumps(summary.as_json(), indent=2))
    else:
        print_run(summary)


@app.command()
def compare(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN RUN...", help="Folders, or names below --root.")
    ],
    root: Root = Path("runs"),
    as_json: Json = False,
) -> None:
    """Put runs beside each other: the settings that differ, and what came out."""
    from spark_trainer.cli.run_views import print_comparison
    from spark_trainer.core.errors import UsageError
    from spark_trainer.trainers.run_compare import compared
    from spark_trainer.trainers.run_summary import find_run, summarize_run

    if len(runs) < 2:
        raise UsageError(f"{len(runs)} run given; compare wants two or more")
    summaries = [summarize_run(find_run(run, root), verify=False) for run in runs]
    if as_json:
        typer.echo(json.dumps(compared(summaries), indent=2))
    else:
        print_comparison(summaries)
