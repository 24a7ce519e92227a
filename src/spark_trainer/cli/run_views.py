"""Runs as text for a terminal. All that comes from a run folder goes through `cell`."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spark_trainer.cli.dataset_views import cell, console, length_text, plain_table
from spark_trainer.cli.text_plot import plot
from spark_trainer.trainers.run_compare import Row, losses, results, settings_that_differ
from spark_trainer.trainers.run_history import envelope, number
from spark_trainer.trainers.run_list import ListedRun
from spark_trainer.trainers.run_summary import Checkpoint, RunSummary

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_STYLES = {"running": "cyan", "completed": "green", "failed": "red", "damaged": "red"}
_PLOT_MARGIN = 14
_MOST_WARNINGS = 5
_OF_EVERY_EVENT = frozenset({"seq", "time", "event", "step"})


def print_list(rows: Sequence[ListedRun], root: Path) -> None:
    out = console()
    if not rows:
        out.print(cell(f"No runs below {root}. Start one with `spark-trainer train`."))
        return
    table = plain_table(
        "run", "status", "template", "step", "loss", "started", right=("step", "loss")
    )
    for row in rows:
        table.add_row(
            cell(row.folder.name or row.folder),
            cell(row.state, _STYLES.get(row.state, "yellow")),
            cell(row.template or ""),
            "" if row.step is None else f"{row.step:,}",
            "" if row.loss is None else f"{row.loss:.4g}",
            cell((row.created or "")[:10]),
        )
    out.print(table)
    told = [row for row in rows if row.message and row.state != "running"]
    for row in told:
        out.print()
        out.print(cell(f"{row.folder.name}: {row.message}"))


def print_run(run: RunSummary) -> None:
    out = console()
    out.print(cell(f"Run {run.folder}", "bold"))
    out.print(_pairs(_facts(run)))
    _print_curve(out, run)
    if run.best:
        out.print()
        out.print(_metrics_table(run))
    for name, result in run.evaluations.items():
        out.print()
        rows = [(m.name, [m.value]) for m in result.measures]
        out.print(_result_table(f"evaluation {name}", rows, ["value"]))
    if run.checkpoints:
        out.print()
        out.print(_checkpoint_table(run.checkpoints))
    _print_warnings(out, run)


def print_comparison(runs: Sequence[RunSummary]) -> None:
    out = console()
    heads = _short_names(runs)
    if differ := settings_that_differ(runs):
        out.print(_result_table("settings that differ", differ, heads))
    else:
        out.print(cell("All settings are the same."))
    out.print()
    out.print(
        _result_table(
            "training", [("status", [r.status.state for r in runs]), *losses(runs)], heads
        )
    )
    for name, rows in results(runs).items():
        out.print()
        out.print(_result_table(f"evaluation {name}", rows, heads))


def _facts(run: RunSummary) -> Iterable[tuple[str, str]]:
    card, last = run.card, run.history.last_step or {}
    told = f": {run.status.message}" if run.status.message else ""
    yield "status", run.status.state + told
    yield "template", card.template
    yield "started", card.created
    yield "command", " ".join(card.command)
    yield "dataset", _words(card.dataset)
    if card.device:
        yield "device", _words(card.device)
    if began := _began(run):
        yield "training", began
    yield "code", f"commit {card.git[:12]}" if card.git else "no git checkout"
    if last:
        yield "step", _last_step(last)
    if run.history.resumes:
        yield "resumed", f"{run.history.resumes:,} times"
    yield "model", os.fspath(run.model) if run.model else "none written yet"


def _began(run: RunSummary) -> str:
    """What the run said when it was last begun: samples, parameters, precision, ..."""
    started = run.history.started or {}
    return _words({key: value for key, value in started.items() if key not in _OF_EVERY_EVENT})


def _last_step(last: dict[str, Any]) -> str:
    parts = [f"{last.get('step', 0):,}"]
    for key, form in (
        ("epoch", "epoch {:.4g}"), ("loss", "loss {:.4g}"), ("learning_rate", "rate {:.3g}"),
        ("tokens_per_s", "{:,.0f} tokens a second"),
    ):  # fmt: skip
        value = number(last.get(key))
        if math.isfinite(value):
            parts.append(form.format(value))
    left_s = number(last.get("left_s"))
    return ", ".join(parts + ([f"{length_text(left_s)} left"] if left_s > 0 else []))


def _print_curve(out: Console, run: RunSummary) -> None:
    history = run.history
    bins = envelope(history.steps, history.losses, max(10, min(out.width, 100) - _PLOT_MARGIN))
    lines = (
        plot(bins, history.steps[-1], ascii_only=not out.encoding.startswith("utf")) if bins else []
    )
    if lines:
        out.print()
        out.print(cell("loss", "bold"))
        for line in lines:
            out.print(cell(line))
    if strange := sum(map(math.isnan, history.losses)):
        out.print(cell(f"not drawn, because their loss is not finite: {strange:,} steps"))


def _metrics_table(run: RunSummary) -> Table:
    table = plain_table("metric", "last", "best", "at step", right=("last", "best", "at step"))
    last = run.last_metrics()
    for name, best in run.best.items():
        table.add_row(cell(name), f"{last[name]:.4g}", f"{best.value:.4g}", f"{best.step:,}")
    return table


def _checkpoint_table(checkpoints: Sequence[Checkpoint]) -> Table:
    table = plain_table("checkpoint", "state", "")
    for checkpoint in checkpoints:
        metrics = checkpoint.card.metrics if checkpoint.card else {}
        about = checkpoint.problem or ", ".join(f"{k} {v:.4g}" for k, v in metrics.items())
        style = "red" if checkpoint.state == "damaged" else ""
        table.add_row(cell(checkpoint.name), cell(checkpoint.state, style), cell(about))
    return table


def _print_warnings(out: Console, run: RunSummary) -> None:
    told = [*run.unreadable]
    told += [str(event.get("message", "")) for event in run.history.warnings][-_MOST_WARNINGS:]
    if told:
        out.print()
        out.print(cell(f"warnings ({run.history.warned + len(run.unreadable):,})", "bold"))
        for message in told:
            out.print(cell(message))


def _result_table(title: str, rows: Sequence[Row], heads: Sequence[str]) -> Table:
    """The title stands over the names; a column a run."""
    table = plain_table(*[""] * (1 + len(heads)))
    for column, head in zip(table.columns, [title, *heads], strict=True):
        column.header = cell(head, "bold")
    for name, values in rows:
        table.add_row(cell(name), *[cell(_value(value)) for value in values])
    return table


def _pairs(facts: Iterable[tuple[str, str]]) -> Table:
    table = plain_table("", "")
    table.show_header = False
    for name, value in facts:
        table.add_row(cell(name, "dim"), cell(value))
    return table


def _short_names(runs: Sequence[RunSummary]) -> list[str]:
    """Names of the folders; whole paths where two have the same."""
    names = [run.folder.name for run in runs]
    unlike = len(set(names)) == len(names)
    return names if unlike else [os.fspath(run.folder) for run in runs]


def _value(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or "-"
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if type(value) is int else json.dumps(value)


def _words(facts: dict[str, Any]) -> str:
    """`manifest d/manifest.jsonl, sha256 abababababab, videos 14`."""
    return ", ".join(
        f"{key} {value[:12] if key == 'sha256' and isinstance(value, str) else _value(value)}"
        for key, value in facts.items()
    )
