"""`spark-trainer`: the command line. Each command parses, calls one function, and shows."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from spark_trainer import __version__
from spark_trainer.cli import (
    augment,
    config,
    dataset,
    dataset_edits,
    evaluate,
    export,
    generate,
    index,
    jobs,
    models,
    pipeline,
    runs,
    serve,
    templates,
    train,
)
from spark_trainer.cli.whole_help import WholeHelp
from spark_trainer.core.errors import SparkTrainerError
from spark_trainer.core.text import printable

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT."""

app = typer.Typer(
    cls=WholeHelp,
    name="spark-trainer",
    help="Turn a folder of videos into a documented multimodal dataset, and train models on it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
dataset.app.command("edit")(dataset_edits.edit)
dataset.app.command("history")(dataset_edits.history)
dataset.app.command("undo")(dataset_edits.undo)
app.add_typer(dataset.app, name="dataset")
app.add_typer(pipeline.app, name="pipeline")
app.add_typer(models.app, name="models")
app.add_typer(templates.app, name="templates")
app.add_typer(augment.app, name="augment")
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("generate")(generate.generate)
app.command("export")(export.export)
app.add_typer(runs.app, name="runs")
app.command("serve")(serve.serve)
app.add_typer(jobs.app, name="jobs")
app.add_typer(index.app, name="index")
app.add_typer(config.app, name="config")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"spark-trainer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug", help="Show the traceback of an error.", envvar="SPARK_TRAINER_DEBUG"
        ),
    ] = False,
) -> None:
    pass


def _usage_error(error: typer.TyperException) -> int:
    """A wrong command line, in one message; what the parser says, without its frame."""
    format_message = getattr(error, "format_message", error.__str__)
    context = getattr(error, "ctx", None)
    message = format_message().strip()
    if "Usage:" in message:
        typer.echo(message, err=True)
    else:
        typer.echo(f"error: {printable(message)}", err=True)
        if context is not None:
            typer.echo(f"See `{context.command_path} --help`.", err=True)
    return 2


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. The one place where errors become messages."""
    arguments = sys.argv[1:] if argv is None else argv
    debug = "--debug" in arguments
    arguments = [a for a in arguments if a != "--debug"]
    try:
        code = app(arguments, standalone_mode=False, prog_name="spark-trainer")
    except SparkTrainerError as error:
        if debug:
            raise
        lines = str(error).splitlines() or [type(error).__name__]
        typer.echo("error: " + "\n".join(printable(line) for line in lines), err=True)
        return error.exit_code
    except typer.TyperException as error:
        if debug:
            raise
        return _usage_error(error)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    if code == INTERRUPTED:
        typer.echo("stopped. What was finished is kept; the same command goes on.", err=True)
    return code if isinstance(code, int) else 0


def entry() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
