"""`/api/runs`: trainings, their curves, and comparisons."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from spark_trainer.jobs.index import folders
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.routes.found import FolderId, folder_path
from spark_trainer.server.routes.run_models import Comparison, Metrics, Run, RunDetail
from spark_trainer.trainers.run_compare import compared
from spark_trainer.trainers.run_curves import Curves, read_curves
from spark_trainer.trainers.run_summary import summarize_run

router = APIRouter(prefix="/api/runs", tags=["runs"])
Bins = Annotated[int, Query(ge=1, le=4000, description="Points of a curve at most.")]


@router.get("")
async def list_runs(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> list[Run]:
    """Runs, the one that changed last first."""
    rows = await aside(lambda: folders.rows(shared.engine, "run", limit=limit, offset=offset))
    return [_run(row) for row in rows]


def _run(row: Any) -> Run:
    keys = ("state", "message", "template", "created", "step", "loss")
    facts = {key: row["facts"].get(key) for key in keys}
    return Run(id=row["id"], name=row["name"], path=row["path"], **facts)


@router.get("/compare")
async def compare_runs(
    shared: Shared,
    run: Annotated[list[FolderId], Query(min_length=2, max_length=20)],
) -> Comparison:
    """Settings that differ, and what came out."""
    return await aside(_compared, shared, run)


def _compared(shared: Parts, numbers: list[str]) -> Comparison:
    paths = [folder_path(shared, "run", number) for number in numbers]
    return Comparison(**compared([summarize_run(path, verify=False) for path in paths]))


@router.get("/{run}")
async def show_run(run: FolderId, shared: Shared) -> RunDetail:
    """All that a run folder says: settings, state, checkpoints, evaluations."""
    return await aside(_summary, shared, run)


def _summary(shared: Parts, run: str) -> RunDetail:
    found = summarize_run(folder_path(shared, "run", run), verify=False)
    return RunDetail(id=run, **found.as_json())


@router.get("/{run}/metrics")
async def run_metrics(run: FolderId, shared: Shared, bins: Bins = 1000) -> Metrics:
    """Curves of losses, rates and speeds, as many points as a plot can show."""
    curves: Curves = await aside(_curves, shared, run, bins)
    return Metrics(series=curves.series, evaluations=curves.evaluations, last_step=curves.last_step)


def _curves(shared: Parts, run: str, bins: int) -> Curves:
    return read_curves(folder_path(shared, "run", run), bins)
