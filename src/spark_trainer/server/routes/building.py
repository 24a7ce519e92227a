"""What a form for a build is made of: settings of each step, and back ends that work here."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import JsonValue

from spark_trainer.jobs.index import folders
from spark_trainer.labelers.registry import Kind, settings_taken
from spark_trainer.labelers.standing import standings
from spark_trainer.pipelines.flags import FLAGS, settings_of
from spark_trainer.pipelines.multimodal_pipeline import STEPS
from spark_trainer.pipelines.ops import OPS
from spark_trainer.pipelines.scan import VIDEO_SUFFIXES
from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.routes.shapes import Shape, example
from spark_trainer.server.uploads.kinds import taken_suffixes

router = APIRouter(prefix="/api", tags=["building"])
_STEPS: dict[Kind, str] = {"captions": "captions", "transcripts": "transcript"}

_FIELD: dict[str, JsonValue] = {
    "flag": "fps", "parameter": "fps", "kind": "number", "default": 1.0, "choices": [],
    "allowed": "a number above 0, at most 1000", "about": "Candidates a second.",
    "bounds": {"exclusiveMinimum": 0.0, "maximum": 1000.0},
}  # fmt: skip


class BuildSetting(Shape):
    """One flag of `spark-trainer dataset build`, as a field."""

    flag: str
    """Without `--`."""
    parameter: str | None
    """Of the step, in a dataset's settings; None: whether there is the step."""
    kind: Literal["number", "integer", "text", "choice", "switch", "size"]
    default: str | float | bool | None
    """None: what the step or the back end takes by itself."""
    allowed: str
    """What it may be, in words."""
    about: str
    choices: list[str]
    bounds: dict[str, float]
    """`minimum`, `maximum`, `exclusiveMinimum`, as JSON Schema has them."""


class BuildStep(Shape):
    """A step of the pipeline."""

    op: str
    about: str
    settings: list[BuildSetting]


class BuildForm(Shape):
    """All steps in order, and what can be uploaded."""

    model_config = example(
        {
            "steps": [{"op": "frames", "about": "Take candidates.", "settings": [_FIELD]}],
            "upload_suffixes": [".mp4", ".srt"],
            "video_suffixes": [".mp4"],
            "upload_most_bytes": 68719476736,
        }
    )

    steps: list[BuildStep]
    upload_suffixes: list[str]
    """Of files that are taken; each with its point."""
    video_suffixes: list[str]
    """Those that are tried as videos."""
    upload_most_bytes: int
    """Of one file."""


class LabelModel(Shape):
    """A model that a back end takes."""

    name: str
    size: str | None
    bytes: int
    licence: str | None
    here: bool
    """It is on this machine, whole."""


class LabelBackend(Shape):
    """A back end that makes captions or transcripts, as it stands here now."""

    model_config = example(
        {
            "kind": "captions",
            "name": "sidecar",
            "about": "subtitles in or beside the video",
            "needs": "nothing",
            "works": True,
            "why_not": None,
            "get": None,
            "usual": True,
            "models": [],
            "flags": [],
        }
    )

    kind: Literal["captions", "transcripts"]
    name: str
    about: str
    needs: str
    works: bool
    """With its usual model, as things are."""
    why_not: str | None
    get: str | None
    """The command that makes it work."""
    usual: bool
    """It is taken where none is named."""
    models: list[LabelModel]
    flags: list[str]
    """Those of `dataset build` that it takes."""


@router.get("/datasets/form")
async def build_form(shared: Shared) -> BuildForm:
    """The settings of `spark-trainer dataset build`, by step."""
    steps = [
        BuildStep(
            op=op,
            about=(OPS[op].__doc__ or "").strip(),
            settings=[BuildSetting(**_fields(one)) for one in settings_of(op)],
        )
        for op in STEPS
    ]
    taken = taken_suffixes()
    return BuildForm(
        steps=steps,
        upload_suffixes=taken,
        video_suffixes=sorted(VIDEO_SUFFIXES),
        upload_most_bytes=shared.settings.max_upload_bytes,
    )


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in BuildSetting.model_fields}


@router.get("/labelers")
async def list_labelers(shared: Shared) -> list[LabelBackend]:
    """Back ends for captions and transcripts, and what those lack that do not work yet."""
    return await aside(_labelers, shared)


def _labelers(shared: Parts) -> list[LabelBackend]:
    trained = [
        row["path"] for row in folders.rows(shared.engine, "model") if row["facts"].get("run")
    ]
    found = []
    for one in standings(trained):
        models = [LabelModel(**vars(model)) for model in one.models]
        flags = _flags_of(one.kind, one.name)
        found.append(LabelBackend(**{**vars(one), "models": models, "flags": flags}))
    return found


def _flags_of(kind: Kind, name: str) -> list[str]:
    step, taken = _STEPS[kind], settings_taken(kind, name)
    return [flag.name for flag in FLAGS if flag.step == step and flag.parameter in taken]
