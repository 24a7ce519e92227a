"""`spark-trainer evaluate`: what a trained model is worth on a split of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spark_trainer.evaluation.report import Result


def evaluate(
    run: Annotated[Path, typer.Argument(help="A run folder, or a saved model.")],
    split: Annotated[str, typer.Option(help="train, val, test, or all.")] = "test",
    manifest: Annotated[
        Path | None, typer.Option(help="Another dataset.  [default: the one it was trained on]")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Where the result goes, .json; a page goes beside it.  "
            "[default: RUN/evaluations/SPLIT.json]",
        ),
    ] = None,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            help="wer, cer, cider, bleu, rouge_l, exact_match, retrieval, loss. Can be repeated.  "
            "[default: all]",
        ),
    ] = None,
    most: Annotated[
        int | None, typer.Option(help="Samples at most.  [default: the whole split]", min=1)
    ] = None,
    batch_size: Annotated[int, typer.Option(help="Samples a batch.", min=1)] = 16,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Let a model caption and transcribe a split, and compare.

    Everything is by free generation, but for the losses. Intervals are of 95 %, by bootstrap.
    """
    from spark_trainer.core.optional import require
    from spark_trainer.evaluation.page import write_page
    from spark_trainer.evaluation.report import write_result

    for package in ("torch", "transformers"):
        require(package, extra="train")
    from spark_trainer.trainers.recipe import Asked
    from spark_trainer.trainers.run_recipes import recipe_of

    named = tuple(metrics) if metrics else None
    asked = Asked(split, manifest, named, most, batch_size, device, output)
    result, written = recipe_of(run).evaluate(run, asked)
    write_result(result, written)
    write_page(result, written.with_suffix(".html"))
    if as_json:
        typer.echo(result.model_dump_json())
    else:
        _show(result, written)


def _show(result: Result, written: Path) -> None:
    from spark_trainer.core.text import printable

    typer.echo(printable(result.title))
    measured = [one for one in result.measures if one.count]
    if measured:
        typer.echo(f"{'metric':32} {'value':>9} {'interval':>19} {'n':>6}")
    for found in measured:
        value = "-" if found.value is None else f"{found.value:.4g}"
        between = ""
        if found.low is not None and found.high is not None:
            between = f"{found.low:.4g} to {found.high:.4g}"
        typer.echo(f"{found.name:32} {value:>9} {between:>19} {found.count:>6}")
    if not measured:
        typer.echo(
            "nothing was measured: no sample of this split has a text or a sound to compare with. "
            "Take another split (--split all), or another dataset (--manifest)."
        )
    elif others := len(result.measures) - len(measured):
        typer.echo(f"{others} more had no sample to measure on; the page lists them")
    for sample in result.samples[:4]:
        typer.echo("")
        typer.echo(printable(sample.id))
        if sample.references:
            typer.echo(f"  reference  {printable(' / '.join(sample.references))}")
        typer.echo(f"  output     {printable(sample.output)}")
    where = printable(written)
    page = printable(written.with_suffix(".html"))
    typer.echo(f"\nresult  {where}\npage    {page}")
