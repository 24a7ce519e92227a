"""Templates as text for a terminal. All that comes from a file goes through `cell`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spark_trainer.cli.dataset_views import cell, console, plain_table
from spark_trainer.models.gallery import Entry, Gallery
from spark_trainer.models.template_files import TemplateFile
from spark_trainer.models.template_words import Row, sections
from spark_trainer.trainers.trainer_scan import FoundTrainer

if TYPE_CHECKING:
    from rich.table import Table

    from spark_trainer.trainers.training.plan_report import PlanReport


def print_list(entries: Sequence[Entry], gallery: Gallery) -> None:
    out = console()
    table = plain_table("template", "category", "GPU memory", "learns", right=("GPU memory",))
    for column in table.columns[:3]:
        column.no_wrap = True
    for entry in entries:
        told = entry.settings.description.partition(". ")[0].rstrip(".")
        origin = "" if entry.shipped else f" ({entry.where})"
        table.add_row(
            cell(entry.name), cell(entry.settings.category), _gpu(entry), cell(told + origin)
        )
    out.print(table)
    if gallery.broken:
        out.print()
        out.print(cell(f"Not usable, because of mistakes: {', '.join(gallery.broken)}"))
    out.print("\nMore of one:         spark-trainer templates show NAME")
    out.print("One of your own:     spark-trainer templates new MY-NAME --from NAME")


def print_template(entry: Entry, gallery: Gallery, trainer: FoundTrainer | None) -> None:
    out = console()
    settings = entry.settings
    out.print(cell(f"{settings.name}  ({entry.name})", "bold"))
    out.print(cell(settings.description))
    out.print()
    out.print(_pairs(_facts(entry, gallery, trainer)))
    for name, rows in sections(settings).items():
        out.print()
        out.print(cell(name, "bold"))
        out.print(_settings_table(rows))


def print_needs(entry: Entry, measured: PlanReport | None) -> None:
    """What a run of it needs, measured; or how to have that measured."""
    out = console()
    out.print()
    if measured is None:
        out.print(cell("The memory above is the template's own estimate. To measure yours:", "dim"))
        out.print(cell(f"  spark-trainer templates show {entry.name} --manifest DATASET", "dim"))
        return
    out.print(cell("measured here", "bold"))
    for line in measured.text().splitlines():
        out.print(cell(f"  {line}"))


def _facts(entry: Entry, gallery: Gallery, trainer: FoundTrainer | None) -> list[tuple[str, str]]:
    settings = entry.settings
    facts = [
        ("category", gallery.categories[settings.category].name),
        ("base model", settings.base_model),
        ("trainer", f"{entry.trainer}, {trainer.where if trainer else 'not found here'}"),
        ("written in", f"{entry.where}:{entry.line}" + (" (shipped)" if entry.shipped else "")),
        ("extends", " -> ".join(one.name for one in entry.chain[1:])),
        ("tags", ", ".join(settings.tags)),
        ("augmentations", settings.augmentations or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _pairs(facts: Sequence[tuple[str, str]]) -> Table:
    table = plain_table("", "")
    table.show_header = False
    for name, value in facts:
        table.add_row(cell(name, "dim"), cell(value))
    return table


def _settings_table(rows: Sequence[Row]) -> Table:
    table = plain_table("", "", "")
    table.show_header = False
    table.columns[0].no_wrap = True
    table.columns[1].max_width = 30
    for row in rows:
        table.add_row(cell(f"  {row.key}"), cell(row.value), cell(row.about, "dim"))
    return table


def print_file(file: TemplateFile, gallery: Gallery) -> None:
    out = console()
    entries = [gallery.entries[name] for name in file.templates]
    out.print(cell(f"{file.where}: ok, {_counted(len(entries), 'template')}"))
    for entry in entries:
        how = f"extends {entry.extends}, " if entry.extends else ""
        out.print(cell(f"  {entry.name}: {how}trained by {entry.trainer}"))
    for entry in entries:
        if entry.remark:
            out.print(cell(f"note: {entry.remark}"))
    if file.categories:
        out.print(cell(f"  categories: {', '.join(file.categories)}"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _gpu(entry: Entry) -> str:
    needed = entry.settings.resources.gpu_memory_gb
    return f"{needed:g} GB" if needed else "none"
