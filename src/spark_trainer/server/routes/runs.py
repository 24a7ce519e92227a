"""`/api/runs`: trainings, their curves, and comparisons."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from spark_trainer.core.text import printable
from spark_trainer.jobs.index import folders
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.roots import roots_of
from spark_trainer.server.routes.found import FolderId, folder_path
from spark_trainer.server.routes.log_search import LogHits, Most, Text, search_log
from spark_trainer.server.routes.log_text import Before, LogPart, Offset, Tail, read_part
from spark_trainer.server.routes.run_datasets import dataset_folder, datasets_of
from spark_trainer.server.routes.run_models import (
    Comparison,
    Measured,
    Metrics,
    Run,
    RunDataset,
    RunDetail,
    RunEvaluation,
    RunSamples,
)
from spark_trainer.server.routes.shapes import file_of
from spark_trainer.server.security.opening import KEPT_BY_BROWSERS, answered, under
from spark_trainer.trainers.run_card import read_card
from spark_trainer.trainers.run_compare import compared
from spark_trainer.trainers.run_curves import Curves, Wanted, read_curves, read_newer_curves
from spark_trainer.trainers.run_folder import LOG
from spark_trainer.trainers.run_samples import STRIPS, is_picture, read_samples
from spark_trainer.trainers.run_summary import summarize_run

_PICTURES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
}  # fmt: skip
router = APIRouter(prefix="/api/runs", tags=["runs"])
Bins = Annotated[int, Query(ge=1, le=4000, description="Points of a curve at most.")]


@router.get("")
async def list_runs(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> list[Run]:
    """Runs, the one that changed last first."""
    return await aside(_list, shared, limit, offset)


def _list(shared: Parts, limit: int, offset: int) -> list[Run]:
    rows = folders.rows(shared.engine, "run", limit=limit, offset=offset)
    datasets = datasets_of(shared, [row["facts"].get("manifest") for row in rows])
    return [_run(row, dataset) for row, dataset in zip(rows, datasets, strict=True)]


def _run(row: Any, dataset: RunDataset | None) -> Run:
    keys = ("state", "message", "template", "created", "step", "loss", "epoch", "epochs")
    facts = {key: row["facts"].get(key) for key in keys}
    return Run(id=row["id"], name=row["name"], path=row["path"], dataset=dataset, **facts)


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
    (dataset,) = datasets_of(shared, [found.card.dataset.get("manifest")])
    measured = {
        printable(name): [Measured(**one.model_dump()) for one in result.measures]
        for name, result in found.evaluations.items()
    }
    return RunDetail(
        id=run,
        dataset=dataset,
        measured=measured,
        unreadable=found.unreadable,
        **found.as_json(),
    )


@router.get("/{run}/metrics")
async def run_metrics(
    run: FolderId,
    shared: Shared,
    bins: Bins = 1000,
    from_step: Annotated[int, Query(ge=0, le=2**62, description="Inclusive.")] = 0,
    to_step: Annotated[int | None, Query(ge=0, le=2**62, description="Inclusive.")] = None,
    names: Annotated[
        list[Annotated[str, Query(max_length=200)]] | None,
        Query(max_length=50, description="Curves; none = all."),
    ] = None,
    after: Annotated[
        int | None, Query(ge=0, le=2**62, description="`last_seq` of the answer that you have.")
    ] = None,
) -> Metrics:
    """Curves of losses, rates and speeds, as many points as a plot can show.

    With `after`, only what was told since; where `undone_after` is less than the last step that
    you have, those steps are void: ask without it.
    """
    wanted = Wanted(bins=bins, from_step=from_step, to_step=to_step, names=frozenset(names or ()))
    curves = await aside(_curves, shared, run, wanted, after)
    return Metrics.model_validate(vars(curves))


def _curves(shared: Parts, run: str, wanted: Wanted, after: int | None) -> Curves:
    folder = folder_path(shared, "run", run)
    if after is None:
        return read_curves(folder, wanted)
    return read_newer_curves(folder, wanted, after)


@router.get("/{run}/samples")
async def run_samples(
    run: FolderId, shared: Shared, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> RunSamples:
    """What the model wrote or made at its last evaluations in training."""
    return await aside(_samples, shared, run, limit)


def _samples(shared: Parts, run: str, limit: int) -> RunSamples:
    judged, total = read_samples(folder_path(shared, "run", run), limit)
    return RunSamples(
        evaluations=[RunEvaluation.model_validate(asdict(one)) for one in judged], total=total
    )


@router.get("/{run}/picture", response_class=Response, responses=file_of("image/jpeg"))
async def run_picture(
    run: FolderId,
    shared: Shared,
    request: Request,
    of: Annotated[Literal["dataset", "samples"], Query(description="Whose folder it lies in.")],
    name: Annotated[str, Query(max_length=1000, examples=["step-50/0.jpg"])],
    small: Annotated[bool, Query(description="256 pixels wide or high at most.")] = False,
) -> Response:
    """A picture of a sample, as `/samples` names it."""
    path = await aside(_picture, shared, run, of, name)
    if small and (made := await aside(shared.thumbnails.of, path)) is not None:
        return Response(made, media_type="image/jpeg", headers=KEPT_BY_BROWSERS)
    return answered(path, _PICTURES[path.suffix.lower()], request)


def _picture(shared: Parts, run: str, of: Literal["dataset", "samples"], name: str) -> Path:
    folder = folder_path(shared, "run", run)
    if not is_picture(name):
        raise ProblemError(404, "no such picture")
    if of == "samples":
        return under(folder / STRIPS, name)
    manifest = read_card(folder).dataset.get("manifest")
    root = dataset_folder(shared, manifest)
    if root is None or not any(root.is_relative_to(one) for one in roots_of(shared.settings)):
        raise ProblemError(404, "its dataset does not lie in the folders of this server")
    return under(root, name)


@router.get("/{run}/log")
async def run_log(
    run: FolderId, shared: Shared, offset: Offset = 0, before: Before = None, tail: Tail = False
) -> LogPart:
    """What it said in words, from an offset on, or up to one; nothing of it raw."""
    folder = await aside(folder_path, shared, "run", run)
    return await aside(read_part, folder / LOG, offset, before, tail)


@router.get("/{run}/log/search")
async def search_run_log(
    run: FolderId, shared: Shared, text: Text, before: Before = None, limit: Most = 100
) -> LogHits:
    """Lines of the whole log that have a text, the newest first."""
    path = await aside(folder_path, shared, "run", run) / LOG
    return await aside(search_log, path, text, before, limit)
