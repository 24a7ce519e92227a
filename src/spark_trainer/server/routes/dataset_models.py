"""What `/api/datasets` takes and gives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from spark_trainer.datasets.edits import Change, Edit
from spark_trainer.server.routes.jobs import Scalar


class Dataset(BaseModel):
    """A dataset folder."""

    id: str
    name: str
    path: str
    counts: dict[str, Any]
    changed: float
    """Seconds since 1970."""
    problem: str | None
    """Why it cannot be used."""


class DatasetDetail(Dataset):
    """With the settings that it was built with."""

    settings: dict[str, Any]
    pipeline_version: str | None
    manifest_sha256: str | None
    input: str | None
    """The folder of videos that it was built from, as it was then; it may be gone."""


class DatasetSize(BaseModel):
    """What takes some counting."""

    entries: int
    captioned: int
    transcribed: int
    edited: int
    bytes: int
    """On the disk, of all its files."""
    whole: bool
    """False: there is more than was counted in the time."""


class EntryRow(BaseModel):
    """An entry, in short."""

    id: str
    name: str
    duration_s: float
    frames: int
    scenes: int
    width: int
    height: int
    fps: float
    audio: bool
    caption: str | None
    transcript: str | None
    edited: bool


class Entries(BaseModel):
    """A page of entries."""

    entries: list[EntryRow]
    total: int


class NewDataset(BaseModel):
    """A build that is asked for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "pets",
                    "collection": "pets",
                    "options": {"caption-backend": "sidecar", "transcription-backend": "none"},
                }
            ]
        },
    )

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")
    """Of its folder below the folder of datasets."""
    collection: str | None = Field(None, max_length=64)
    """Uploads that it is built from; or"""
    folder: str | None = Field(None, max_length=4096)
    """a folder of videos below one of the server's."""
    options: dict[str, Scalar | list[Scalar]] = Field({}, max_length=60)
    """Of `spark-trainer dataset build`, without `--`."""


class EntryChange(BaseModel):
    """A text in the place of another."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"what": "caption", "value": "Two bikes.", "seen": None}]},
    )

    what: Literal["caption", "all_captions", "transcript"]
    index: Annotated[int, Field(ge=0, le=10**9)] | None = None
    """Of the frame, for `all_captions`, from 0."""
    value: str | None = Field(max_length=100_000)
    seen: str | None = Field(max_length=100_000)
    """The text that you saw; 412 where it is another by now."""


class Changes(BaseModel):
    """Changes of many entries: all of them or none."""

    model_config = ConfigDict(extra="forbid")

    changes: list[Change] = Field(min_length=1, max_length=10_000)


class History(BaseModel):
    """Changes by hand, in order."""

    edits: list[Edit]
    next: int
