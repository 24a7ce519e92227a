"""`spark-trainer dataset edit`, `history`, `undo`: texts changed by hand."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from spark_trainer.datasets.edit_history import Past
    from spark_trainer.datasets.edits import Edit

Folder = Annotated[Path, typer.Argument(metavar="DATASET", help="The dataset folder.")]
_SHOWN = 60
"""Characters of a text."""
_NAME = 40
_ID = 8
_LEAD = 20
"""Of what two texts have in common, before the place where they differ."""


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
    from spark_trainer.datasets.source_names import shown_name

    found = find_entry(folder, video)
    entry = found.id
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
        _tell(one, shown_name(found.meta.name))


def history(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List the changes that were made by hand, and which of them were undone."""
    from spark_trainer.datasets.edit_history import read_history

    past = read_history(folder)
    if as_json:
        told = [one.edit.model_dump() | _more(one) for one in past]
        typer.echo(json.dumps(told, indent=2))
        return
    if not past:
        typer.echo("no changes by hand")
    for one in past:
        _tell(one.edit, one.name, one.undone_by)


def undo(
    folder: Folder,
    number: Annotated[int, typer.Argument(help="Of the change; see `dataset history`.")],
) -> None:
    """Take a change back, by a change of its own."""
    from spark_trainer.datasets.edit_history import names_of
    from spark_trainer.datasets.edits import undo as undo_edit

    made = undo_edit(folder, number)
    _tell(made, names_of(folder, [made]).get(made.entry))


def _more(past: Past) -> dict[str, str | int | None]:
    return {"name": past.name, "undone_by": past.undone_by}


def _tell(one: Edit, name: str | None, undone_by: int | None = None) -> None:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.at))
    called = f"{_clipped(name, _NAME)} ({one.entry[:_ID]})" if name else one.entry
    what = f"frame {one.index + 1}" if one.index is not None else one.what
    states = [f"undoes {one.undoes}"] if one.undoes else []
    states += [f"undone by {undone_by}"] if undone_by else []
    state = f"  ({', '.join(states)})" if states else ""
    typer.echo(f"{one.number:4}  {when}  {called}  {what}: {_said(one)}{state}")


def _said(one: Edit) -> str:
    if one.what == "deleted":
        return "taken out" if one.after else "put back"
    before, after = one.before or "", str(one.after or "")
    differs = (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    same = next(differs, min(len(before), len(after)))
    skipped = same - _LEAD if same > _LEAD * 2 else 0
    return f"{_quoted(one.before, skipped)} -> {_quoted(one.after, skipped)}"


def _quoted(text: Any, skipped: int) -> str:
    if text is None:
        return "(none)"
    from spark_trainer.core.text import printable

    begin = "…" if skipped else ""
    return f"'{begin}{_clipped(printable(text[skipped:]), _SHOWN)}'"


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
