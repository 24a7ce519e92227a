"""Runs beside each other: which settings differ, and what came out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spark_trainer.evaluation.compare import side_by_side
from spark_trainer.evaluation.report import Result
from spark_trainer.trainers.run_summary import RunSummary

_NOT_THERE = object()
_NO_RESULT = Result(title="", seed=0, measures=())

Row = tuple[str, list[Any]]
"""A name, and its value in every run; None where a run has none."""


def settings_that_differ(runs: Sequence[RunSummary]) -> list[Row]:
    """Settings by dotted name, with the dataset and the versions of packages among them."""
    flat = [dict(_leaves("", _decides(run))) for run in runs]
    names = dict.fromkeys(name for settings in flat for name in settings)
    rows = [(name, [settings.get(name, _NOT_THERE) for settings in flat]) for name in names]
    return [
        (name, [None if value is _NOT_THERE else value for value in values])
        for name, values in rows
        if len({_key(value) for value in values}) > 1
    ]


def losses(runs: Sequence[RunSummary]) -> list[Row]:
    """Steps done, the last loss, and the best of every metric that was evaluated in training."""
    rows: list[Row] = [
        ("steps", [(run.history.last_step or {}).get("step") for run in runs]),
        ("last loss", [_finite(run.last_loss()) for run in runs]),
    ]
    names = dict.fromkeys(name for run in runs for name in run.best)
    for name in names:
        values = [run.best[name].value if name in run.best else None for run in runs]
        rows.append((f"best {name}", values))
    return rows


def results(runs: Sequence[RunSummary]) -> dict[str, list[Row]]:
    """Metrics of each evaluation by its name; see `evaluation.compare`."""
    names = sorted({name for run in runs for name in run.evaluations})
    return {
        name: [
            (metric, list(values))
            for metric, values in side_by_side([r.evaluations.get(name, _NO_RESULT) for r in runs])
        ]
        for name in names
    }


def compared(runs: Sequence[RunSummary]) -> dict[str, Any]:
    """All of it, as JSON can hold it."""
    return {
        "runs": [run.as_json()["folder"] for run in runs],
        "status": [run.status.state for run in runs],
        "settings": dict(settings_that_differ(runs)),
        "losses": dict(losses(runs)),
        "results": {name: dict(rows) for name, rows in results(runs).items()},
    }


def _decides(run: RunSummary) -> dict[str, Any]:
    """What of a run decides its numbers. Where its files lie does not."""
    return {
        "template": run.card.template,
        **run.card.config,
        "dataset": {key: value for key, value in run.card.dataset.items() if key != "manifest"},
        "device": run.card.device,
        "packages": run.card.packages,
        "git": run.card.git,
    }


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping | list) and value:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, inner in items:
            yield from _leaves(f"{path}.{key}" if path else str(key), inner)
    else:
        yield path, value


def _key(value: Any) -> str:
    return "" if value is _NOT_THERE else json.dumps(value, sort_keys=True)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
