"""A result to read: Markdown, and one page that runs no script and needs no other file."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from spark_trainer import __version__
from spark_trainer.core.atomic import replace_file
from spark_trainer.core.text import portable, printable
from spark_trainer.evaluation.report import Measure, Result

_ROWS = 200
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$:@-])")


def write_page(result: Result, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    replace_file(path, [portable(render_page(result)).encode()])


def render_page(result: Result, rows: int = _ROWS) -> str:
    """HTML with the `rows` worst samples."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(line=lambda value: printable(str(value)), short=short)
    return environment.get_template("result.html.j2").render(
        r=result, samples=result.worst_first()[:rows], version=__version__
    )


def render_markdown(result: Result, rows: int = 20) -> str:
    """Tables of all measures and of the `rows` worst samples; no text can add a mark or a row."""
    lines = [f"# {_plain(result.title)}", ""]
    lines += ["| metric | value | interval | samples | unit |", "| --- | --- | --- | --- | --- |"]
    lines += [_row(_cells(measure)) for measure in result.measures]
    if worst := result.worst_first()[:rows]:
        head = f"{_plain(result.sample_metric)} | sample | picture | reference | output"
        lines += ["", f"| {head} |", "| --- | --- | --- | --- | --- |"]
    for sample in worst:
        wanted = " / ".join(sample.references)
        lines.append(
            _row([short(sample.score), sample.id, sample.picture or "", wanted, sample.output])
        )
    return portable("\n".join(lines) + "\n")


def short(value: float | None) -> str:
    """Four digits, or `-` where there is no value."""
    return "-" if value is None else f"{value:.4g}"


def _cells(measure: Measure) -> list[str]:
    between = f"{short(measure.low)} to {short(measure.high)}"
    return [measure.name, short(measure.value), between, str(measure.count), measure.unit]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _plain(text: str) -> str:
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", printable(text)).replace("\n", " ")
