"""`spark-trainer augment`: the presets of augmentations, and what one does to a video."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from spark_trainer.models.augmentations import Preset

app = typer.Typer(
    cls=WholeHelp,
    help="Augmentations: list the presets, show one, see what one does to a video.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
SHIPPED = "shipped"


@app.command("list")
def list_presets(as_json: AsJson = False) -> None:
    """List the presets, and where those of your own are written.

    They come with this program, from ~/.spark_trainer/augmentations.yaml, and from
    ./augmentations.yaml. Of two with one name the later is taken.
    """
    from spark_trainer.cli.dataset_views import cell, console, plain_table
    from spark_trainer.models.augmentations import presets

    found = presets().values()
    if as_json:
        typer.echo(json.dumps([_json(preset) for preset in found], indent=2))
        return
    table = plain_table("preset", "operations", "from", "", right=("operations",))
    for preset in found:
        where = cell(_where(preset))
        table.add_row(
            cell(preset.name), str(len(preset.operations)), where, cell(preset.description)
        )
    console().print(table)


@app.command()
def show(
    preset: Annotated[str, typer.Argument(help="A preset.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show the operations of a preset, each with its probability, its settings and their effect."""
    from spark_trainer.core.text import printable
    from spark_trainer.models.augmentations import preset as preset_of

    chosen = preset_of(preset)
    if as_json:
        typer.echo(json.dumps(_json(chosen), indent=2))
        return
    typer.echo(f"{printable(chosen.name)}  ({_where(chosen)})")
    typer.echo(printable(chosen.description))
    for operation in chosen.operations:
        about = (type(operation).__doc__ or "").strip()
        typer.echo(f"\n{operation.kind}  ({operation.modality})  {about}")
        for name, field in type(operation).model_fields.items():
            told = json.dumps(operation.model_dump(mode="json")[name])
            effect = " ".join((field.description or "").split())
            typer.echo(f"  {name:<16} {told:<14} {effect}")


@app.command()
def preview(
    video: Annotated[Path, typer.Argument(help="A video.", show_default=False)],
    preset: Annotated[str, typer.Option(help="A preset; see `augment list`.")] = "strong",
    seed: Annotated[int, typer.Option(help="Another seed changes other things.", min=0)] = 0,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write into.")
    ] = Path(),
    variants: Annotated[int, typer.Option(help="How many are shown.", min=1, max=20)] = 4,
    seconds: Annotated[
        float, typer.Option(help="Of the video's beginning that are taken.", min=0.1, max=120)
    ] = 6.0,
    fps: Annotated[float, typer.Option(help="Frames a second at most.", min=0.1, max=60)] = 8.0,
) -> None:
    """Write a sheet of pictures and a sound: the video as it is, then changed several times.

    Each variant is what one epoch of training would see.
    """
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.text import printable
    from spark_trainer.models.augmentations import preset as preset_of
    from spark_trainer.pipelines.augment_preview import write_preview

    chosen = preset_of(preset)
    if not video.is_file():
        raise UsageError(f"{printable(video)}: no such file")
    done = write_preview(video, chosen, output, seed, variants, seconds, fps)
    for number, told in enumerate(done.variants):
        typer.echo(f"variant {number}")
        for line in told or ["as it is"]:
            typer.echo(f"  {printable(line)}")
    for line in done.notes:
        typer.echo(line)
    for path in done.paths:
        typer.echo(f"wrote {printable(path)}")


def _where(preset: Preset) -> str:
    from spark_trainer.core.text import printable

    if not preset.where:
        return SHIPPED
    where = printable(preset.where)
    return where if preset.replaces is None else f"{where}, not {preset.replaces or SHIPPED}"


def _json(preset: Preset) -> dict[str, object]:
    return {**preset.to_json(), "from": preset.where or SHIPPED, "replaces": _replaced(preset)}


def _replaced(preset: Preset) -> str | None:
    return None if preset.replaces is None else preset.replaces or SHIPPED
