"""`spark-trainer templates`: the gallery, one template, a check of a file, a file to start from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from spark_trainer.models.gallery import Gallery
    from spark_trainer.trainers.training.plan_report import PlanReport

app = typer.Typer(
    cls=WholeHelp,
    help="Templates of models: list them, show one, check a file, start one of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command("list")
def list_templates(
    category: Annotated[
        str | None, typer.Option(help="Only those of one category.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the templates, and where those of your own are written.

    They come with this program, from ~/.spark_trainer/templates/*.yaml, and from
    ./templates/*.yaml. Of two with one name the later is taken.
    """
    from spark_trainer.cli.template_views import print_list
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.mistakes import one_of

    gallery = _gallery(most=10)
    if category is not None and category not in gallery.categories:
        raise UsageError(one_of(category, "category", list(gallery.categories)))
    entries = [
        entry
        for entry in gallery.entries.values()
        if category is None or entry.settings.category == category
    ]
    if as_json:
        typer.echo(json.dumps([entry.to_json() for entry in entries], indent=2))
    else:
        print_list(entries, gallery)


@app.command()
def check(
    name: Annotated[str, typer.Argument(help="A template.", show_default=False)],
    keep: Annotated[
        Path | None, typer.Option(help="A new folder for the runs.  [default: they are deleted]")
    ] = None,
) -> None:
    """See whether a template's trainer keeps its promises.

    A tiny random model of the same classes is trained. It must learn eight samples by heart, go
    on exactly where it was stopped, load again after its export, say the same twice, and tell
    what to change where memory does not suffice. On a CPU this takes less than a minute; nothing
    is downloaded.
    """
    import tempfile

    from spark_trainer.core.errors import RunError
    from spark_trainer.core.optional import require
    from spark_trainer.models.registry import gallery

    entry = gallery(look_now=True).entry(name)
    for package in ("torch", "transformers"):
        require(package, extra="train")
    with tempfile.TemporaryDirectory(prefix="spark-trainer-") as folder:
        broken = _checked(entry.trainer, keep or Path(folder) / "check")
    if broken:
        raise RunError(f"{broken} of the promises are not kept")


def _checked(trainer: str, folder: Path) -> int:
    """Promises that are not kept; each is told as it is known."""
    from spark_trainer.core.text import printable
    from spark_trainer.trainers.check import check as promises
    from spark_trainer.trainers.discovery import load_trainer

    broken = 0
    for one in promises(load_trainer(trainer), trainer, folder):
        broken += not one.kept
        typer.echo(f"{'kept' if one.kept else 'NOT KEPT':8}  {one.name}: {printable(one.told)}")
    return broken


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A template.", show_default=False)],
    manifest: Annotated[
        Path | None,
        typer.Option(
            help="A dataset: measure on it what memory and time are needed on this machine, as "
            "`train --plan` does.",
            show_default=False,
        ),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="Measure with another setting, such as training.batch_size=2."),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Measure with a profile's settings.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one template: every setting, what it does, what it needs."""
    from spark_trainer.cli.template_views import print_needs, print_template
    from spark_trainer.core.errors import UsageError
    from spark_trainer.trainers.discovery import trainers

    if manifest is None and (changes or profile is not None):
        raise UsageError("--set and --profile are for measuring: give --manifest DATASET too")
    gallery = _gallery()
    entry = gallery.entry(name)
    measured = None if manifest is None else _measured(name, manifest, changes or [], profile)
    if as_json:
        told = {} if measured is None else {"measured": measured.to_json()}
        typer.echo(json.dumps({**entry.to_json(), **told}, indent=2))
    else:
        print_template(entry, gallery, trainers(look_now=True).trainers.get(entry.trainer))
        print_needs(entry, measured)


def _measured(name: str, manifest: Path, changes: Sequence[str], profile: str | None) -> PlanReport:
    from spark_trainer.core.optional import require
    from spark_trainer.trainers.discovery import load_trainer
    from spark_trainer.trainers.recipe import Recipe
    from spark_trainer.trainers.run_file import plan_run

    for package in ("torch", "transformers", "accelerate"):
        require(package, extra="train")
    planned = plan_run(name, None, {"manifest_path": manifest}, changes, profile)
    recipe: Recipe = load_trainer(planned.trainer)
    return recipe.plan(planned)


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", show_default=False)],
) -> None:
    """Check a file of templates; mistakes come with line and key."""
    from spark_trainer.cli.template_views import print_file
    from spark_trainer.core.errors import ConfigError
    from spark_trainer.models.registry import gallery_with
    from spark_trainer.trainers.discovery import trainer_mistake
    from spark_trainer.trainers.trainer_scan import scan

    try:
        gallery, read = gallery_with(file)
    except ConfigError as error:
        typer.echo(str(error))
        raise typer.Exit(error.exit_code) from None
    found = scan(gallery.autodiscovery)
    rows = [
        *read.problems,
        *(row for name in read.templates for row in gallery.broken.get(name, ())),
    ]
    good = [gallery.entries[name] for name in read.templates if name in gallery.entries]
    rows += [row for entry in good if (row := trainer_mistake(entry, found))]
    if rows:
        typer.echo("\n".join(dict.fromkeys(rows)))
        raise typer.Exit(ConfigError.exit_code)
    print_file(read, gallery)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Its name: letters, digits, - and _.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="TEMPLATE", help="The template that it starts from.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write.  [default: templates/NAME.yaml]"),
    ] = None,
) -> None:
    """Write a file with a template of your own, to start from.

    It extends another template and holds the settings that people change most, each with what it
    does. A file that exists is never overwritten.
    """
    from spark_trainer.core.text import printable
    from spark_trainer.models.new_template import write_new_template
    from spark_trainer.models.template_files import PROJECT, home_folder

    gallery = _gallery()
    path = write_new_template(name, gallery.entry(parent), output, gallery)
    where = printable(path)
    typer.echo(f"wrote   {where}: it extends {parent}")
    typer.echo("next    open it in a text editor and change what you like, then")
    if path.parent not in (PROJECT, home_folder() / ".spark_trainer" / PROJECT):
        typer.echo(f"        move it to {PROJECT}/, where templates are found by their names")
    typer.echo(f"check   spark-trainer templates validate {where}")
    typer.echo(f"train   spark-trainer train {name} --manifest DATASET")


def _gallery(most: int = 1) -> Gallery:
    """All templates; what is wrong with some is said aside, and does not stop the others.

    Args:
        most: mistakes that are written out.
    """
    from spark_trainer.core.text import printable
    from spark_trainer.models.registry import gallery
    from spark_trainer.trainers.discovery import trainer_mistake, trainers

    read = gallery(look_now=True)
    found = trainers(look_now=True)
    untrained = [row for e in read.entries.values() if (row := trainer_mistake(e, found))]
    problems = [*read.problems, *untrained, *found.problems]
    for row in problems[:most]:
        typer.echo(f"warning: {printable(row)}", err=True)
    if len(problems) > most:
        rest = f"and {len(problems) - most} more mistakes"
        typer.echo(f"warning: {rest}; `spark-trainer templates validate FILE` tells all", err=True)
    for row in (*read.remarks, *found.remarks):
        typer.echo(f"note: {printable(row)}", err=True)
    return read
