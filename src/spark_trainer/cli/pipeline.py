"""`spark-trainer pipeline`: show, validate, and the reference of the ops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from spark_trainer.pipelines.graph import Pipeline, Step
    from spark_trainer.pipelines.ops import Op
    from spark_trainer.pipelines.planner import Plan

app = typer.Typer(
    cls=WholeHelp,
    help="Pipelines as files: show one, check one, list what steps there are.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def show(
    pipeline: Annotated[
        Path | None, typer.Argument(metavar="[PIPELINE.yaml]", show_default="the shipped one")
    ] = None,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print it as YAML.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print the steps of a pipeline and the fused plan that runs them."""
    from spark_trainer.core.errors import UsageError
    from spark_trainer.pipelines.graph import default_pipeline, default_yaml, load_pipeline, to_yaml
    from spark_trainer.pipelines.planner import plan

    if as_yaml and as_json:
        raise UsageError("--yaml and --json exclude each other; give one of them.")
    chosen = default_pipeline() if pipeline is None else load_pipeline(pipeline)
    if as_yaml:
        typer.echo(default_yaml() if pipeline is None else to_yaml(chosen), nl=False)
    elif as_json:
        typer.echo(json.dumps(_as_json(chosen, plan(chosen)), indent=2))
    else:
        _print_steps(chosen)
        _print_plan(plan(chosen))


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(metavar="PIPELINE.yaml", show_default=False)],
) -> None:
    """Check a pipeline file; each mistake is named by line and key."""
    from spark_trainer.core.errors import ConfigError
    from spark_trainer.core.text import printable
    from spark_trainer.pipelines.graph import load_pipeline

    try:
        loaded = load_pipeline(file)
    except ConfigError as error:
        typer.echo(str(error))
        raise typer.Exit(error.exit_code) from None
    disabled = len(loaded.steps) - len(loaded.enabled)
    more = f" ({disabled} disabled)" if disabled else ""
    typer.echo(f"{printable(file)}: ok, {len(loaded.steps)} steps{more}")


@app.command()
def ops() -> None:
    """List every op with its parameters: what each may be, its default, and its effect."""
    from spark_trainer.pipelines.ops import OPS

    console = _console()
    for kind in OPS.values():
        _print_op(console, kind)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False)


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _value(value: object) -> str:
    from spark_trainer.core.text import printable

    return printable(value) if isinstance(value, str) else json.dumps(value)


def _print_steps(pipeline: Pipeline) -> None:
    from rich.text import Text

    console = _console()
    console.print(Text(f"Pipeline {pipeline.name}: {len(pipeline.steps)} steps", "bold"))
    table = _table("step", "op", "needs", "parameters (* = not the default)")
    for step in pipeline.steps:
        name = step.id if step.enabled else f"{step.id} (disabled)"
        style = None if step.enabled else "dim"
        table.add_row(
            Text(name), Text(step.op.op), Text(", ".join(step.needs)), _params(step.op), style=style
        )
    console.print(table)


def _params(op: Op) -> Text:
    from rich.text import Text

    from spark_trainer.pipelines.parameters import changed

    different = changed(op)
    parts = [
        Text(f"*{name}={_value(value)}", "bold")
        if name in different
        else Text(f"{name}={_value(value)}")
        for name, value in op.model_dump(mode="json").items()
        if value is not None or name in different  # what is left open says nothing
    ]
    return Text(" ").join(parts)


def _print_plan(plan: Plan) -> None:
    from rich.text import Text

    console = _console()
    console.print(Text("\nWhat runs:", "bold"))
    for number, stage in enumerate(plan.stages, 1):
        title = f"{number}. {stage.title} ({stage.place}): {', '.join(stage.steps)}"
        console.print(Text(title))
        for line in stage.does:
            console.print(Text(f"   - {line}"))


def _print_op(console: Console, kind: type[Op]) -> None:
    from rich.text import Text

    from spark_trainer.pipelines.parameters import parameters

    console.print(Text(kind.op, "bold"), Text(f"- {(kind.__doc__ or '').strip()}"))
    takes = ", ".join((*kind.inputs, *(f"{flow} (optional)" for flow in kind.optional_inputs)))
    console.print(Text(f"  takes {takes or 'nothing'}; gives {kind.output}"))
    table = _table("  parameter", "may be", "default", "effect")
    for p in parameters(kind):
        table.add_row(Text(f"  {p.name}"), Text(p.allowed), Text(_value(p.default)), Text(p.about))
    console.print(table if table.rows else Text("  no parameters"))
    console.print()


def _as_json(pipeline: Pipeline, plan: Plan) -> dict[str, object]:
    return {
        "name": pipeline.name,
        "steps": [_step_json(step) for step in pipeline.steps],
        "plan": {
            "decode": plan.decode,
            "scenes_guide_frames": plan.scenes_guide_frames,
            "stages": [
                {
                    "title": stage.title,
                    "steps": stage.steps,
                    "place": stage.place,
                    "does": stage.does,
                }
                for stage in plan.stages
            ],
        },
    }


def _step_json(step: Step) -> dict[str, object]:
    from spark_trainer.pipelines.parameters import changed

    return {
        "id": step.id,
        "op": step.op.op,
        "needs": step.needs,
        "enabled": step.enabled,
        "params": step.op.model_dump(mode="json"),
        "changed": sorted(changed(step.op)),
    }
