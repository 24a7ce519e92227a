"""What `/api/datasets` takes and gives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from spark_trainer.datasets.edits import Change
from spark_trainer.server.routes.jobs import Scalar
from spark_trainer.server.routes.shapes import Asked, Shape, example

_DATASET: dict[str, JsonValue] = {
    "id": "ff085994788f252f",
    "name": "pets",
    "path": "/home/ada/datasets/pets",
    "counts": {"videos": 4, "frames_kept": 15, "frames_dropped": {"duplicate": 45}, "hours": 0.003},
    "changed": 1795878692.7,
    "problem": None,
}
EDIT: dict[str, JsonValue] = {
    "number": 1, "entry": "91028f9d6c72cc81", "what": "caption", "index": None,
    "before": "Two bikes.", "after": "Two red bikes.", "place": None, "undoes": None,
    "at": 1795878692.7,
}  # fmt: skip
LINE: dict[str, JsonValue] = {
    "id": "91028f9d6c72cc81",
    "frames_dir": "91/91028f9d6c72cc81/frames",
    "audio": "91/91028f9d6c72cc81/audio.wav",
    "meta": {
        "source_path": "../../videos/bikes.mp4", "duration": 12.5, "num_frames": 1,
        "caption": "Two bikes.", "all_captions": ["Two bikes."], "transcript": None,
        "scenes": [{"start_time": 0.0, "end_time": 12.5}],
        "video_info": {
            "duration": 12.5, "width": 1280, "height": 720, "fps": 25.0, "codec": "h264",
        },
        "frames": [
            {
                "file": "frame_000001.jpg", "time": 0.0, "hash": None, "motion": None,
                "sha256": "9367debc9bf16ae36aa8ad6dfc232b51a286539d4438b503d4ff4fc0ffcfdf6a",
            }
        ],
        "dropped": [{"time": 0.52, "reason": "still", "motion": 0.01, "like": None}],
    },
}  # fmt: skip
"""Of a manifest, in short; docs/dataset.md has all of it."""


class Dataset(Shape):
    """A dataset folder."""

    model_config = example(_DATASET)

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

    model_config = example(
        {
            **_DATASET,
            "settings": {"fps": 1.0, "caption_backend": "blip2"},
            "pipeline_version": "0.1.0",
            "manifest_sha256": "9367debc9bf16ae36aa8ad6dfc232b51a286539d4438b503d4ff4fc0ffcfdf6a",
            "input": "/home/ada/videos",
        }
    )

    settings: dict[str, Any]
    pipeline_version: str | None
    manifest_sha256: str | None
    input: str | None
    """The folder of videos that it was built from, as it was then; it may be gone."""


class DatasetSize(Shape):
    """What takes some counting."""

    model_config = example(
        {
            "entries": 4,
            "captioned": 4,
            "transcribed": 3,
            "edited": 1,
            "bytes": 1897242,
            "whole": True,
        }
    )

    entries: int
    captioned: int
    transcribed: int
    edited: int
    bytes: int
    """On the disk, of all its files."""
    whole: bool
    """False: there is more than was counted in the time."""


class NewDataset(Asked):
    """A build that is asked for."""

    model_config = example(
        {
            "name": "pets",
            "collection": "pets",
            "options": {"caption-backend": "sidecar", "transcription-backend": "none"},
        }
    )

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")
    """Of its folder below the folder of datasets."""
    collection: str | None = Field(None, max_length=64)
    """Uploads that it is built from; or"""
    folder: str | None = Field(None, max_length=4096)
    """a folder of videos below one of the server's."""
    options: dict[str, Scalar | list[Scalar]] = Field({}, max_length=60)
    """Of `spark-trainer dataset build`, without `--`."""


class EntryChange(Asked):
    """A text in the place of another."""

    model_config = example({"what": "caption", "value": "Two red bikes.", "seen": "Two bikes."})

    what: Literal["caption", "all_captions", "transcript"]
    index: Annotated[int, Field(ge=0, le=10**9)] | None = None
    """Of the frame, for `all_captions`, from 0."""
    value: str | None = Field(max_length=100_000)
    seen: str | None = Field(max_length=100_000)
    """The text that you saw; 412 where it is another by now."""


class Changes(Asked):
    """Changes of many entries: all of them or none."""

    model_config = example(
        {
            "changes": [
                {"entry": "91028f9d6c72cc81", "what": "caption", "value": "A bike.", "check": False}
            ]
        }
    )

    changes: list[Change] = Field(min_length=1, max_length=10_000)
