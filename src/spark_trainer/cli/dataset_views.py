"""`spark-trainer dataset show` and `dataset inspect`: what is in a dataset, as text or a page."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, RenderableType
    from rich.table import Table

    from spark_trainer.datasets.summary import Summary
    from spark_trainer.datasets.tally import Tally

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII_BLOCKS = " .:-=+*#@"
_SPARK_BINS = 16
_PIPE_COLUMNS = 120


def show(
    dataset: Annotated[Path, typer.Argument(help="The dataset folder.")],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="PAGE.html", help="Write a page with plots and frames."),
    ] = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print the numbers as JSON on standard output.")
    ] = False,
) -> None:
    """Show what is in a dataset: counts, hours, what was dropped and why, distributions."""
    from spark_trainer.core.text import printable
    from spark_trainer.datasets.summary import summarize

    summary = summarize(dataset)
    if html is not None:
        from spark_trainer.datasets.page import write_page

        write_page(summary, html)
    if json_output:
        typer.echo(json.dumps(summary.as_json(), indent=2, ensure_ascii=True))
    else:
        _print_summary(summary)
    if html is not None:
        typer.echo(f"wrote {printable(html)}; open it in a browser", err=json_output)


def inspect(
    dataset: Annotated[Path, typer.Argument(help="The dataset folder.")],
    video: Annotated[
        str,
        typer.Argument(metavar="ID", help="An id, the start of one, or the source file's name."),
    ],
    json_output: Annotated[
        bool, typer.Option("--json", help="Print the manifest's line, indented.")
    ] = False,
) -> None:
    """Show everything about one video: what was kept and dropped when, texts, provenance."""
    from spark_trainer.datasets.lookup import find_entry

    entry = find_entry(dataset, video)
    if json_output:
        typer.echo(json.dumps(entry.model_dump(mode="json"), indent=2, ensure_ascii=True))
        return
    from spark_trainer.cli.video_view import print_video

    print_video(console(), entry)


def console() -> Console:
    """Where the views print: no markup, so that text from outside cannot become any."""
    from rich.console import Console

    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    width = _PIPE_COLUMNS if piped else None
    return Console(highlight=False, markup=False, emoji=False, width=width)


def plain_table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """A table without lines; the columns named in `right` hold numbers."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def cell(text: object, style: str = "") -> RenderableType:
    """Text from outside as a table can hold it: one line, nothing in it acts on the terminal."""
    from rich.text import Text

    from spark_trainer.core.text import printable

    return Text(printable(str(text)), style)


def _print_summary(summary: Summary) -> None:
    out = console()
    out.print(cell(f"Dataset {summary.folder}", "bold"))
    facts = plain_table("", "")
    facts.show_header = False
    for name, value in _facts(summary):
        facts.add_row(cell(name, "dim"), cell(value))
    out.print(facts)
    out.print()
    out.print(_frames_table(summary))
    out.print()
    out.print(_distribution_table(summary, out))
    if summary.failures:
        out.print()
        out.print(_failure_table(summary))


def _facts(summary: Summary) -> list[tuple[str, str]]:
    s = summary
    facts = [
        ("videos", f"{s.videos:,} ({s.with_sound:,} with sound)"),
        ("length", length_text(s.duration_s.total)),
        ("scenes", f"{s.scenes:,}"),
        ("captions", f"{s.frames_captioned:,} of {s.frames_kept:,} frames"
                     f" ({s.captions_missing:,} missing)"),
        ("transcripts", f"{s.videos_with_transcript:,} of {s.with_sound:,} videos with sound"),
        ("languages", _counts(s.languages)),
        ("codecs", _counts(s.codecs)),
        ("picture sizes", _counts(s.sizes)),
        ("failures", f"{s.failures:,}"),
    ]  # fmt: skip
    if s.videos_doubtful:
        facts.append(
            ("doubtful", f"{s.videos_doubtful:,} videos, transcripts: {_counts(s.doubts)}")
        )
    if s.damaged:
        facts.append(("damaged", f"{s.damaged:,} videos, used as far as they decode"))
    if isinstance(left_out := s.card.get("left_out"), list) and left_out:
        facts.append(
            ("left out", f"{len(left_out):,} videos of earlier builds, not in the manifest")
        )
    if s.copies:
        facts.append(("copies", f"{s.copies:,} files with the bytes of another; used once"))
    return facts


def _counts(counter: Mapping[str, int], most: int = 6) -> str:
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count:,}" for name, count in ranked[:most])
    more = f" and {len(ranked) - most} more" if len(ranked) > most else ""
    return (shown + more) or "none"


def length_text(seconds: float) -> str:
    """`48 s`, `3.2 min`, `12.35 h`."""
    if seconds < 120:
        return f"{seconds:.4g} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:,.2f} h"


def _frames_table(summary: Summary) -> Table:
    from spark_trainer.datasets.summary import REASONS

    table = plain_table("frames", "count", "share", "", right=("count", "share"))
    everything = max(summary.candidates, 1)

    def row(name: str, count: int, about: str, style: str = "") -> None:
        share = f"{100 * count / everything:.1f} %"
        table.add_row(cell(name, style), f"{count:,}", share, cell(about, "dim"))

    row("candidates", summary.candidates, "")
    row("kept", summary.frames_kept, "in the dataset", "bold")
    for reason, count in summary.dropped.most_common():
        row(f"dropped: {reason}", count, REASONS.get(reason, ""))
    return table


def _distribution_table(summary: Summary, out: Console) -> Table:
    columns = ("distribution", "unit", "n", "min", "median", "p90", "max", "")
    table = plain_table(*columns, right=columns[2:7])
    blocks = _BLOCKS if out.encoding.startswith("utf") else _ASCII_BLOCKS
    for title, unit, tally in summary.distributions():
        points = (tally.least, tally.quantile(0.5), tally.quantile(0.9), tally.greatest)
        numbers = [number_text(p) for p in points] if tally.count else ["-"] * 4
        table.add_row(title, unit, f"{tally.count:,}", *numbers, spark(tally, blocks))
    return table


def number_text(value: float | None) -> str:
    """At most three decimals, no trailing zeros."""
    return "-" if value is None else f"{value:,.3f}".rstrip("0").rstrip(".")


def spark(tally: Tally, blocks: str = _BLOCKS) -> str:
    """The histogram as one character a bin; a bin that is not empty is never shown as empty."""
    counts = [b.count for b in tally.histogram(_SPARK_BINS)]
    most = max(counts, default=0)
    return (
        "".join(blocks[-(-count * (len(blocks) - 1) // most)] for count in counts) if most else ""
    )


def _failure_table(summary: Summary, most: int = 20) -> Table:
    table = plain_table("failed", "step", "code", "reason")
    for row in summary.failure_rows[:most]:
        table.add_row(cell(row.shown), cell(row.step), cell(row.code), cell(row.reason))
    if summary.failures > most:
        table.add_row(f"and {summary.failures - most:,} more", "", "", "see failures.jsonl")
    return table
