"""`spark-trainer models`: fetch model weights, see what is cached, try a model out."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from spark_trainer.labelers.model_check import Check
    from spark_trainer.labelers.weights.model_names import KnownModel

app = typer.Typer(
    cls=WholeHelp,
    help="Fetch model weights, list what is cached, try a model out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Revision = Annotated[
    str | None, typer.Option(help="Branch, tag or commit on the hub.  [default: main]")
]


@app.command()
def pull(
    name: Annotated[
        str, typer.Argument(help="A back end (blip2), one in a size (whisper:small), or a hub id.")
    ],
    revision: Revision = None,
) -> None:
    """Fetch a model into the cache of the hub, so that it is there without a network.

    Only the files that are loaded are fetched. After Ctrl-C the same command goes on with the files
    that are still missing.
    """
    from spark_trainer.core.text import printable
    from spark_trainer.labelers.weights.model_names import size_text
    from spark_trainer.labelers.weights.pulling import pull

    begin_s = time.perf_counter()
    pulled = pull(name, revision)
    took_s = time.perf_counter() - begin_s
    done = f"fetched in {took_s:.1f} s" if pulled.fetched else "was in the cache already"
    _facts(
        model=f"{pulled.hub_id}, {done}",
        revision=pulled.revision,
        size=size_text(pulled.size_bytes),
        folder=printable(pulled.folder),
    )


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List the models that are cached, and the known ones that are not."""
    from spark_trainer.labelers.weights.cached_models import cached_models
    from spark_trainer.labelers.weights.model_names import KNOWN

    cached = cached_models()
    here = {model.hub_id for model in cached}
    rows = [asdict(model) | {"cached": not model.missing} for model in cached]
    rest = [k for k in KNOWN if k.hub_id not in here and not (k.size or "").endswith(".en")]
    rows += [_not_cached(known) for known in rest]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
    else:
        _print_rows(rows)


def _not_cached(known: KnownModel) -> dict[str, Any]:
    return {
        "hub_id": known.hub_id,
        "revision": None,
        "size_bytes": known.about_bytes,
        "backend": known.short_name,
        "licence": known.licence,
        "missing": "not cached",
        "cached": False,
    }


def _print_rows(rows: list[dict[str, Any]]) -> None:
    from spark_trainer.cli.dataset_views import cell, console, plain_table
    from spark_trainer.labelers.weights.model_names import size_text

    table = plain_table("model", "back end", "size", "licence", "revision", "", right=("size",))
    for column in table.columns[:5]:
        column.no_wrap = True
    for row in rows:
        table.add_row(
            cell(row["hub_id"]),
            cell(row["backend"] or "none"),
            size_text(row["size_bytes"]),
            cell(row["licence"] or "unknown"),
            (row["revision"] or "")[:8],
            cell(row["missing"] or "cached", "dim" if row["missing"] else ""),
        )
    console().print(table)
    typer.echo("\nFetch one: spark-trainer models pull NAME. Before that, its size is approximate.")


@app.command()
def check(
    name: Annotated[
        str,
        typer.Argument(help="A back end (blip2, whisper:small, pocketsphinx), a hub id, a folder."),
    ],
    model: Annotated[
        str | None, typer.Option(help="Hub id or folder, in place of the back end's own.")
    ] = None,
    revision: Revision = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu, cuda:N.  [default: auto]")] = None,
    precision: Annotated[
        str | None, typer.Option(help="auto, fp32, bf16, fp16, int8.  [default: auto]")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Pictures a batch.  [default: the back end's]")
    ] = None,
) -> None:
    """Load a model, label the built-in picture or sentence, and print what it said and how fast.

    It is fetched first where it is not cached.
    """
    from spark_trainer.labelers.model_check import check, choose

    given = {"model": model, "revision": revision, "device": device, "precision": precision}
    given |= {"batch_size": batch_size}  # type: ignore[dict-item]
    settings = {key: value for key, value in given.items() if value is not None}
    _print_check(check(choose(name, revision), settings))


def _print_check(done: Check) -> None:
    from spark_trainer.core.text import printable

    told = done.labeler.identity()
    _facts(
        **{"back end": done.labeler.name},
        model=printable(str(told.get("model", "none"))),
        revision=printable(str(told.get("revision", "the server's"))),
        device=done.device,
        precision=told.get("precision"),
        loading=f"{done.load_s:.1f} s",
        shown=done.shown,
        said=printable(done.said) if done.said else "nothing",
        speed=f"{done.items / done.items_s:.2f} {done.item} a second",
    )


def _facts(**facts: str | None) -> None:
    for name, value in facts.items():
        if value is not None:
            typer.echo(f"{name:<10}{value}")
