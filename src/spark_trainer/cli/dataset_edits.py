"""`spark-trainer dataset edit`, `history`, `undo`: texts changed by hand."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spark_trainer.datasets.edits import Edit

Folder = Annotated[Path, typer.Argument(metavar="DATASET", help="The dataset folder.")]
_SHOWN = 60


def edit(
    folder: Folder,
    video: Annotated[str, typer.Argument(help="Its id, the start of it, or its file's name.")],
    caption: Annotated[str | None, typer.Option(help="The caption of the whole video.")] = None,
    transcript: Annotated[str | None, typer.Option(help="What is said in it.")] = None,
    frame_caption: Annotated[
        list[str] | None,
        typer.Option(metavar="N=TEXT", help="The caption of frame N, from 1. Can be repeated."),
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take the video out.")] = False,
) -> None:
    """Change the texts of a video by hand, or take it out of the dataset.

    Each change has a number, by which `dataset undo` takes it back. Builds keep changes.
    """
    from spark_trainer.core.errors import UsageError
    from spark_trainer.datasets.edits import Change, change
    from spark_trainer.datasets.lookup import find_entry

    entry = find_entry(folder, video).id
    changes = [
        Change(entry=entry, what=what, value=text, check=False)
        for what, text in (("caption", caption), ("transcript", transcript))
        if text is not None
    ]
    for pair in frame_caption or ():
        number, equals, text = pair.partition("=")
        if not equals or not number.isdecimal() or int(number) < 1:
            raise UsageError(f"--frame-caption {pair}: wanted N=TEXT, with N from 1")
        changes.append(
            Change(entry=entry, what="all_captions", index=int(number) - 1, value=text, check=False)
        )
    if delete:
        changes.append(Change(entry=entry, what="deleted", value=True))
    if not changes:
        raise UsageError(
            "nothing to change: give --caption, --transcript, --frame-caption, --delete"
        )
    for one in change(folder, changes):
        _tell(one)


def history(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List the changes that were made by hand."""
    from spark_trainer.datasets.edits import read_edits

    edits = read_edits(folder)
    if as_json:
        typer.echo(json.dumps([one.model_dump() for one in edits], indent=2))
        return
    if not edits:
        typer.echo("no changes by hand")
    for one in edits:
        _tell(one)


def undo(
    folder: Folder,
    number: Annotated[int, typer.Argument(help="Of the change; see `dataset history`.")],
) -> None:
    """Take a change back, by a change of its own."""
    from spark_trainer.datasets.edits import undo as undo_edit

    _tell(undo_edit(folder, number))


def _tell(one: Edit) -> None:
    from spark_trainer.core.text import printable

    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.at))
    undone = f" (undoes {one.undoes})" if one.undoes else ""
    if one.what == "deleted":
        said = "taken out" if one.after else "put back"
    else:
        texts = ("(none)" if text is None else f"'{text}'" for text in (one.before, one.after))
        said = " -> ".join(printable(text)[:_SHOWN] for text in texts)
    what = f"{one.what}[{one.index + 1}]" if one.index is not None else one.what
    typer.echo(f"{one.number:4}  {when}  {one.entry}  {what}: {said}{undone}")
