"""What a run of a template would be set to, and what a plan of one has found."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, JsonValue

from spark_trainer.core.mistakes import key_text
from spark_trainer.core.text import printable
from spark_trainer.jobs.folder import EVENTS
from spark_trainer.models.augmentations import presets
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.routes.jobs import JobId
from spark_trainer.server.routes.shapes import Shape, answers, example
from spark_trainer.server.routes.templates import Name, template_entry
from spark_trainer.trainers.run_events import read_events
from spark_trainer.trainers.run_settings import run_schema, run_settings

router = APIRouter(tags=["templates"])


_PLAN: dict[str, JsonValue] = {
    "device": "cpu",
    "room_bytes": 25276510208,
    "batch_size": 16,
    "weights_bytes": 15655440,
    "gradients_bytes": 15604240,
    "optimizer_bytes": 31208480,
    "samples": 4,
    "measured": True,
    "stages": [
        {
            "name": "everything",
            "epochs": 10,
            "steps": 10,
            "batches": 10,
            "largest_batch_s": 0.39,
            "usual_batch_s": 0.38,
            "peak_bytes": 813236224,
        }
    ],
    "fitting_batch_size": 16,
    "advice": [],
    "fits": True,
    "total_s": 3.8,
}


class SettingMistake(Shape):
    """What is wrong with one setting."""

    key: str
    """As `training.batch_size`; empty where no single one is to blame."""
    problem: str


class TemplateSettings(Shape):
    """What a run of a template would start from."""

    model_config = example(
        {
            "values": {"name": "Apotheon tiny", "training": {"batch_size": 4, "val_share": 0.05}},
            "origins": {"training.batch_size": "profile vision-language, profiles.yaml:10"},
            "mistakes": [
                {"key": "training.val_share", "problem": "is 2: must be less than 1"},
            ],
            "run_schema": {"type": "object", "properties": {"val_share": {"type": "number"}}},
            "augmentations": {"none": "Everything as it is."},
        }
    )

    values: dict[str, Any]
    """The template before the changes, its `training` with all settings of a run."""
    origins: dict[str, str]
    """Keys whose value is not the template's: a profile, the environment, config.json."""
    mistakes: list[SettingMistake]
    """Of the changes."""
    run_schema: dict[str, Any]
    """JSON Schema of the settings of a run that no template says; keys of `training`."""
    augmentations: dict[str, str]
    """Presets that there are, each with what it does."""


class StagePlan(Shape):
    """One stage of the curriculum, as probe steps found it."""

    name: str
    epochs: int
    steps: int
    batches: int
    largest_batch_s: float
    """Seconds of the batch with the longest samples."""
    usual_batch_s: float
    """Seconds of the batch in the middle, by size."""
    peak_bytes: int


class Plan(Shape):
    """What a run would need, measured on this machine."""

    device: str
    room_bytes: int
    """Memory of the device."""
    batch_size: int
    weights_bytes: int
    gradients_bytes: int
    optimizer_bytes: int
    samples: int | None
    measured: bool
    """False where the weights alone are too large, so that nothing was run."""
    stages: list[StagePlan]
    fitting_batch_size: int | None
    """The largest tried that fits; null where none does."""
    advice: list[str]
    """Settings that need less memory."""
    fits: bool
    total_s: float


@router.get("/api/templates/{name}/settings")
async def settings_of_run(
    name: Name,
    profile: Annotated[str | None, Query(max_length=80)] = None,
    changes: Annotated[
        list[Annotated[str, Field(max_length=4096)]] | None,
        Query(alias="set", max_length=100, description="KEY=VALUE, as `train --set` takes it."),
    ] = None,
) -> TemplateSettings:
    """What a run would start from, and all that is wrong with changes of it, by key."""
    return await aside(_settings, name, profile, changes or [])


def _settings(name: str, profile: str | None, changes: list[str]) -> TemplateSettings:
    entry = template_entry(name)
    found = run_settings(entry, changes, profile)
    return TemplateSettings(
        values=found.values,
        origins=found.origins,
        mistakes=[
            SettingMistake(key=key_text(one.path), problem=printable(one.problem))
            for one in found.mistakes
        ],
        run_schema=run_schema(entry.trainer),
        augmentations={n: one.description for n, one in presets().items()},
    )


@router.get("/api/jobs/{job}/plan", responses=answers(_PLAN))
async def plan_of_job(job: JobId, shared: Shared) -> Plan | None:
    """What a job that plans has found; null while it has found nothing."""
    return await aside(_plan, shared.settings.folder / job / EVENTS)


def _plan(path: FilePath) -> Plan | None:
    told = [event["plan"] for event in read_events(path, kinds=("plan",))]
    return Plan.model_validate(told[-1]) if told else None
