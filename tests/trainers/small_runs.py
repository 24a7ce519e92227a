"""Run folders as training leaves them, without training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spark_trainer.evaluation.report import Measure, Result, write_result
from spark_trainer.trainers.run_folder import RunFolder


def make_run(
    folder: Path,
    *,
    losses: list[float],
    config: dict[str, Any] | None = None,
    end: tuple[str, dict[str, Any]] | None = ("completed", {}),
    evaluations: dict[int, dict[str, float]] | None = None,
    checkpoints: tuple[int, ...] = (),
    results: dict[str, dict[str, float]] | None = None,
) -> Path:
    """A run with one step a loss; evaluations and checkpoints at the steps given."""
    facts: dict[str, Any] = {
        "template": "apotheon-tiny",
        "config": config or {"seed": 0},
        "dataset": {"manifest": "d/manifest.jsonl", "sha256": "ab" * 32, "videos": 2},
        "command": ["spark-trainer", "train", "apotheon-tiny"],
    }
    with RunFolder.create(folder, **facts) as run:
        run.event("run_started")
        for step, loss in enumerate(losses, 1):
            run.event("step", step=step, loss=loss, learning_rate=1e-3)
            if step in (evaluations or {}):
                run.event("evaluation", step=step, split="val", metrics=evaluations[step])  # type: ignore[index]
            if step in checkpoints:
                card = run.shelf().save(step, {"data": {"position": step}}, {"loss": loss})
                run.event("checkpoint", step=step, name=card.name)
        for name, values in (results or {}).items():
            measures = tuple(
                Measure(name=metric, value=value, unit="share", count=2)
                for metric, value in values.items()
            )
            write_result(
                Result(title=name, seed=0, measures=measures), run.evaluations / f"{name}.json"
            )
        if end:
            run.event(end[0], **end[1])
    return folder
