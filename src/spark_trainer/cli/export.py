"""`spark-trainer export`: a trained model for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

if TYPE_CHECKING:
    from spark_trainer.trainers.recipe import Export

FORMATS = ("hf", "merged", "adapter", "safetensors")


def export(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="A new folder.")],
    how: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="hf: what transformers or diffusers loads by itself, an adapter merged in; "
            "adapter: the adapter alone; safetensors: Apotheon.  "
            "[default: safetensors of Apotheon, else hf]",
        ),
    ] = None,
) -> None:
    """Write the model of a run into a folder, with a card that says what it was trained on."""
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.mistakes import one_of
    from spark_trainer.core.optional import require
    from spark_trainer.core.text import printable

    if how is not None and how not in FORMATS:
        raise UsageError(f"--format: {one_of(how, 'format', FORMATS)}")
    for package in ("torch", "transformers"):
        require(package, extra="train")
    from spark_trainer.core.job_events import tell_output
    from spark_trainer.trainers.run_recipes import recipe_of

    tell_output("model", output)
    recipe = recipe_of(run)
    chosen = recipe.export_format if how is None else cast("Export", how)
    for path in recipe.export(run, output, chosen):
        typer.echo(f"{path.stat().st_size:>14,}  {printable(path)}")
