"""`/api/models/templates` and `/api/templates`: the gallery, and plans of what is in it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field, JsonValue

from spark_trainer.core.text import printable
from spark_trainer.jobs import requests
from spark_trainer.jobs.commands import words_of
from spark_trainer.models.gallery import Entry, Gallery
from spark_trainer.models.gallery_settings import Category
from spark_trainer.models.kinds.by_trainer import kind_of
from spark_trainer.models.registry import gallery
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.jobs import Job, Scalar, job_json
from spark_trainer.server.routes.shapes import Asked, Shape, example
from spark_trainer.server.security.job_paths import check_paths

router = APIRouter(tags=["templates"])
Name = Annotated[str, Path(max_length=80, examples=["apotheon-tiny"])]


_ROW: dict[str, JsonValue] = {
    "id": "apotheon-tiny",
    "trainer": "apotheon-multimodal",
    "extends": None,
    "file": "templates.yaml",
    "line": 98,
    "shipped": True,
    "template": {"name": "Apotheon tiny", "category": "multimodal", "tags": ["cpu", "small"]},
}
_CATEGORY: dict[str, JsonValue] = {
    "name": "Multimodal",
    "icon": "layers",
    "description": "Pictures, sound and text in one model.",
}


class TemplateRow(Shape):
    """A template with all its settings, defaults filled in."""

    model_config = example(_ROW)

    id: str
    trainer: str
    extends: str | None
    file: str
    line: int | None
    shipped: bool
    template: dict[str, Any]


class Templates(Shape):
    """The gallery."""

    model_config = example(
        {
            "templates": {"apotheon-tiny": _ROW},
            "categories": {"multimodal": _CATEGORY},
            "problems": [],
        }
    )

    templates: dict[str, TemplateRow]
    categories: dict[str, Category]
    problems: list[str]
    """Mistakes in files of templates, a line each."""


class TemplateDetail(TemplateRow):
    """With the JSON Schema of its settings, for a form."""

    model_config = example({**_ROW, "schema": {"type": "object", "properties": {}}})

    schema_: dict[str, Any] = Field(alias="schema")


class PlanRequest(Asked):
    """What to plan."""

    model_config = example({"manifest": "datasets/pets", "set": ["training.batch_size=2"]})

    manifest: str = Field(max_length=4096)
    """The dataset: a folder, or its manifest.jsonl."""
    profile: str | None = Field(None, max_length=80)
    set: list[Annotated[str, Field(max_length=4096)]] = Field([], max_length=100)
    options: dict[str, Scalar] = Field({}, max_length=20)


@router.get("/api/models/templates")
async def list_templates() -> Templates:
    """All templates, and what is wrong with those that cannot be used."""
    return await aside(_templates)


def _templates() -> Templates:
    found = gallery(look_now=True)
    return Templates(
        templates={n: TemplateRow(**entry.to_json()) for n, entry in found.entries.items()},
        categories=dict(found.categories),
        problems=[printable(row) for row in dict.fromkeys((*found.problems, *_broken(found)))],
    )


def _broken(found: Gallery) -> list[str]:
    return [row for rows in found.broken.values() for row in rows]


@router.get("/api/templates/{name}")
async def show_template(name: Name) -> TemplateDetail:
    """One template."""
    return await aside(_template, name)


def _template(name: str) -> TemplateDetail:
    entry = template_entry(name)
    kind = kind_of(entry.trainer)
    schema = kind.model_json_schema() if kind else {}
    return TemplateDetail.model_validate({**entry.to_json(), "schema": schema})


def template_entry(name: str) -> Entry:
    """The template of that name.

    Raises:
        ProblemError: 404.
    """
    found = gallery(look_now=True)
    if name not in found.entries:
        raise ProblemError(404, f"no template {printable(name)}")
    return found.entries[name]


@router.post("/api/templates/{name}/plan", status_code=202)
async def plan_template(name: Name, asked: PlanRequest, shared: Shared) -> Job:
    """Measure what a run would need on this machine.

    The server itself never loads a model: this is a job, whose event `plan` has the figures.
    """
    await aside(template_entry, name)
    options: dict[str, Any] = {
        **asked.options, "manifest": asked.manifest, "profile": asked.profile, "set": asked.set,
        "plan": True,
    }  # fmt: skip
    check_paths(shared.settings, "train", [name], options)
    words = words_of("train", [name], options)
    row = await aside(
        lambda: requests.submit(
            shared.settings,
            shared.engine,
            words,
            shared.settings.workdir,
            name=f"plan of {name}",
            priority=100,
        )
    )
    shared.look_now()
    return Job(**job_json(row))
