"""`spark-trainer train`: a template and a dataset in, a run folder out."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from spark_trainer.trainers.recipe import RunPlan
    from spark_trainer.trainers.training.training import Trained

RUNS = Path("runs")
SEVERAL = "TORCHELASTIC_RUN_ID"
"""Set by torchrun for the processes that it starts."""


def train(
    template: Annotated[
        str | None, typer.Argument(help="A template, such as apotheon-tiny.", show_default=False)
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(help="The dataset: its folder, or its manifest.jsonl.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The run folder.  [default: the next free runs/TEMPLATE-N]"
        ),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="A run file (YAML); see docs/training.md.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Change one setting: training.seed=1, data.max_frames=2, ... Can be repeated.",
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="A profile of profiles.yaml: settings for a kind of work together."),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(help="Times that every sample is seen.  [default: the template's]")
    ] = None,
    max_steps: Annotated[
        int | None, typer.Option(help="Steps after which training ends.  [default: no such limit]")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(help="Samples a batch.  [default: the template's]")
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Peak step size.  [default: the template's]")
    ] = None,
    precision: Annotated[
        str | None, typer.Option(help="bf16, fp16, fp32.  [default: the template's]")
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            help="Among processes that torchrun starts: ddp, fsdp2, zero2, zero3.  "
            "[default: the template's]"
        ),
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="auto, cpu, cuda, cuda:1.  [default: auto]")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that read samples ahead.  [default: 0]")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of order, dropout, split.  [default: 0]")
    ] = None,
    tracker: Annotated[
        list[str] | None,
        typer.Option(help="tensorboard, wandb, mlflow or trackio. Can be repeated."),
    ] = None,
    resume: Annotated[
        str,
        typer.Option(help="auto: go on with the run in --output from its last good checkpoint."),
    ] = "never",
    plan: Annotated[
        bool,
        typer.Option(
            "--plan", help="Do not train: measure memory and time on the longest samples."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events as JSON, one a line.")
    ] = False,
) -> None:
    """Train a model on a dataset.

    SIGTERM and Ctrl-C save a checkpoint and stop; --resume auto goes on from it.
    """
    flags = {
        "manifest_path": manifest,
        "num_epochs": epochs,
        "max_steps": max_steps,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "mixed_precision": precision,
        "strategy": strategy,
        "workers": workers,
        "seed": seed,
        "device": device,
        "trackers": tuple(tracker) if tracker else None,
    }
    given = {name: value for name, value in flags.items() if value is not None}
    given["resume"] = resume
    if output is not None:
        given["output_dir"] = output
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.optional import require
    from spark_trainer.trainers.run_file import plan_run

    for package in ("torch", "transformers", "accelerate"):
        require(package, extra="train")
    planned = plan_run(template, config, given, changes or [], profile)
    if "output_dir" not in planned.config.model_fields_set:
        if SEVERAL in os.environ:
            raise UsageError("several processes must agree on a run folder: give --output RUN")
        planned = plan_run(
            template,
            config,
            {**given, "output_dir": next_run(planned.name)},
            changes or [],
            profile,
        )
    _remark(planned.name)
    if plan:
        _plan(planned, as_json=as_json)
    else:
        _show(_train(planned, as_json=as_json), planned.trainer, as_json=as_json)


def _remark(template: str) -> None:
    """Say aloud where a person's own template or trainer takes the place of a shipped one."""
    from spark_trainer.models.registry import gallery
    from spark_trainer.trainers.discovery import trainers

    entry = gallery().entries.get(template)
    told = [] if entry is None or entry.remark is None else [entry.remark]
    for line in [*told, *trainers().remarks]:
        typer.echo(f"note: {line}", err=True)


def next_run(template: str) -> Path:
    """The first free folder of `runs/TEMPLATE-1`, `runs/TEMPLATE-2`, ..."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in template) or "run"
    number = 1
    while (RUNS / f"{name}-{number}").exists():
        number += 1
    return RUNS / f"{name}-{number}"


def _train(planned: RunPlan, *, as_json: bool) -> Trained:
    from spark_trainer.cli.training_progress import showing
    from spark_trainer.core.job_events import job_listeners, tell_output
    from spark_trainer.trainers.discovery import load_trainer
    from spark_trainer.trainers.recipe import Recipe

    recipe: Recipe = load_trainer(planned.trainer)
    tell_output("run", Path(planned.config.output_dir))
    with showing(sys.stderr, as_json=as_json) as listener:
        return recipe.train(planned, [listener, *job_listeners()])


def _plan(planned: RunPlan, *, as_json: bool) -> None:
    from spark_trainer.core.job_events import job_listeners
    from spark_trainer.trainers.discovery import load_trainer
    from spark_trainer.trainers.recipe import Recipe

    recipe: Recipe = load_trainer(planned.trainer)
    report = recipe.plan(planned)
    for tell in job_listeners():
        tell({"event": "plan", "plan": report.to_json()})
    typer.echo(json.dumps(report.to_json(), indent=2) if as_json else report.text())


def _show(trained: Trained, trainer: str, *, as_json: bool) -> None:
    from spark_trainer.core.text import printable
    from spark_trainer.trainers.discovery import load_trainer

    if as_json or os.environ.get("RANK", "0") != "0":
        return
    where = printable(trained.run)
    metrics: list[Any] = [f"{name} {value:.4g}" for name, value in trained.metrics.items()]
    typer.echo(f"run         {where}")
    typer.echo(f"steps       {trained.steps}")
    if metrics:
        typer.echo(f"validation  {', '.join(metrics)}")
    if trained.finished:
        typer.echo(f"model       {where}/model")
        typer.echo(f"next        spark-trainer evaluate {where} --split test")
        if example := load_trainer(trainer).takes.example:
            typer.echo(f"            spark-trainer generate {where} {example}")
        typer.echo(f"            spark-trainer export {where} --output FOLDER")
    else:
        typer.echo(f"stopped     the same command with --output {where} --resume auto goes on")
