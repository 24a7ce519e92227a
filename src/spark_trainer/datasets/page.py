"""A dataset as one page that needs nothing else: no script, no request, no file beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from spark_trainer import __version__
from spark_trainer.core.atomic import replace_file
from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets import charts
from spark_trainer.datasets.contact_sheet import contact_sheet
from spark_trainer.datasets.summary import REASONS, Summary

_TEMPLATE = "page.html.j2"
_ROWS = 12
_COUNTED = {
    "Video length": "videos",
    "Frames kept a video": "videos",
    "Scene length": "scenes",
    "Motion, kept frames": "kept frames",
    "Motion, dropped frames": "dropped frames",
    "Caption length": "captions",
    "Transcript length": "transcripts",
}


@dataclass(frozen=True)
class Share:
    """A part of a whole; `place` counts parts and chooses the colour."""

    name: str
    about: str
    count: int
    percent: float
    place: int


def write_page(summary: Summary, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises:
        UsageError: the name is not that of a page; a slip must not replace a file of the dataset.
        OutputError: the folder cannot be written.
    """
    if path.suffix.lower() not in (".html", ".htm") or path.is_dir():
        raise UsageError(
            f"--html {printable(path)}: name a file that ends in .html, such as page.html."
        )
    replace_file(path, [portable(render_page(summary)).encode()])


def render_page(summary: Summary) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        line=lambda value: printable(str(value)), short=charts.short, clock=clock
    )
    plots = [
        charts.histogram_chart(title, unit, _COUNTED[title], tally)
        for title, unit, tally in summary.distributions()
    ]
    return environment.get_template(_TEMPLATE).render(
        s=summary,
        name=summary.folder.resolve().name or "dataset",
        plots=[plot for plot in plots if plot.bars],
        box=(charts.WIDTH, charts.HEIGHT),
        shares=_shares(summary),
        strips=contact_sheet(summary.folder, summary.videos_sample.items()),
        reasons=REASONS,
        groups=_groups(summary),
        settings=_settings(summary.card),
        version=__version__,
    )


def clock(seconds: float) -> str:
    """`1:02:03.4`, without what is zero in front."""
    tenths = round(max(seconds, 0.0) * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def _shares(summary: Summary) -> list[Share]:
    everything = max(summary.candidates, 1)
    parts = [("kept", "in the dataset", summary.frames_kept)]
    parts += [
        (reason, REASONS.get(reason, "dropped"), count)
        for reason, count in summary.dropped.most_common(_ROWS)
    ]
    return [
        Share(name, about, count, round(100 * count / everything, 2), min(place, 4))
        for place, (name, about, count) in enumerate(parts)
    ]


def _groups(summary: Summary) -> list[tuple[str, list[tuple[str, int]], int]]:
    """Title, the most frequent names with their counts, and how many names are left out."""
    named = (
        ("Languages", summary.languages),
        ("Codecs", summary.codecs),
        ("Picture sizes", summary.sizes),
        ("Failure codes", summary.failure_codes),
    )
    return [
        (title, counter.most_common(_ROWS), max(0, len(counter) - _ROWS))
        for title, counter in named
        if counter
    ]


def _settings(card: Mapping[str, object]) -> str:
    settings = card.get("settings")
    return json.dumps(settings, indent=2, ensure_ascii=False) if settings else ""
