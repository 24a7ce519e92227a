"""The README of an exported model, in the form that the hub reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Result
from spark_trainer.trainers.recipes.saved import Saved
from spark_trainer.trainers.run_folder import RunFolder


def model_card(run: Path, saved: Saved, how: str) -> str:
    """What it is, what it was trained on and how, and what was measured."""
    card = RunFolder.open(run, write=False).card
    architecture = saved.template.get("architecture", {})
    head: dict[str, Any] = {"tags": ["spark-trainer", *saved.template.get("tags", ())]}
    if model := architecture.get("model"):
        head["base_model"] = model
    settings = {key: value for key, value in card.config.items() if key != "template"}
    parts = [
        f"---\n{yaml.safe_dump(head, sort_keys=True)}---",
        f"# {printable(run.name)}",
        printable(str(saved.template.get("description", ""))),
        f"Trained with SparkTrainer from the template `{printable(card.template)}` "
        f"(trainer `{saved.trainer}`, exported as `{how}`).",
        "## Data",
        _table(dict(card.dataset)),
        "## Settings",
        _table(settings),
        "## Measured",
        _measured(run),
        "## Limits",
        "It learned from this data alone; what was not in it, it was not taught. Measure it on "
        "your own data before you rely on it.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(values: dict[str, Any]) -> str:
    rows = [f"| {_cell(key)} | {_cell(value)} |" for key, value in sorted(values.items())]
    return "\n".join(["| | |", "| --- | --- |", *rows])


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return printable(text).replace("|", "\\|").replace("<", "&lt;")


def _measured(run: Path) -> str:
    lines = []
    for path in sorted((run / "evaluations").glob("*.json")):
        result = Result.model_validate_json(path.read_bytes())
        for found in result.measures:
            if found.value is not None:
                lines.append(
                    f"| {_cell(path.stem)} | {_cell(found.name)} | {found.value:.4g} | "
                    f"{found.count} |"
                )
    if not lines:
        return "Nothing was measured: run `spark-trainer evaluate` first."
    return "\n".join(["| split | metric | value | samples |", "| --- | --- | --- | --- |", *lines])
