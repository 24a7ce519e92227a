"""`/api/models`: models that were trained or exported here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from spark_trainer.jobs.index import folders
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.routes.found import FolderId, folder_row
from spark_trainer.server.routes.shapes import Shape, example

router = APIRouter(prefix="/api/models", tags=["models"])


class Model(Shape):
    """A folder with weights."""

    model_config = example(
        {
            "id": "f27fbd2bd693cb8d",
            "name": "apotheon-tiny-1/model",
            "path": "/home/ada/runs/apotheon-tiny-1/model",
            "files": 2,
            "bytes": 15684740,
            "run": "6c9ee2fe910bce86",
            "template": "apotheon-tiny",
            "trainer": "apotheon-multimodal",
        }
    )

    id: str
    name: str
    path: str
    files: int
    bytes: int
    run: str | None
    """The run that made it, where it lies in one."""
    template: str | None
    trainer: str | None


@router.get("")
async def list_models(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> list[Model]:
    """Models, the one that changed last first."""
    rows = await aside(lambda: folders.rows(shared.engine, "model", limit=limit, offset=offset))
    return [_model(row) for row in rows]


@router.get("/{model}")
async def show_model(model: FolderId, shared: Shared) -> Model:
    """One model."""
    return _model(await aside(folder_row, shared, "model", model))


def _model(row: Any) -> Model:
    facts = row["facts"]
    return Model(
        id=row["id"],
        name=row["name"],
        path=row["path"],
        files=facts.get("files", 0),
        bytes=facts.get("bytes", 0),
        run=facts.get("run"),
        template=facts.get("template"),
        trainer=facts.get("trainer"),
    )
