"""A trained model in a folder: the library's own files, and `trained.json` with their hashes.

`trained.json` is written last, and holds the template too: a folder without it is no model, and a
damaged file is named before anything is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import fsync_folder, output_errors, replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import printable

CARD = "trained.json"
FORMAT = "spark-trainer trained model"


@dataclass(frozen=True)
class Saved:
    """What `trained.json` says."""

    folder: Path
    trainer: str
    template: Mapping[str, Any]


def seal(folder: Path, trainer: str, template: Mapping[str, Any]) -> None:
    """Make the files of a new folder durable, and write their hashes.

    Raises:
        OutputError: it cannot be written.
    """
    with output_errors(folder, "write"):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in files:
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        for inner in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
            fsync_folder(inner)
    body = {
        "format": FORMAT,
        "trainer": trainer,
        "template": dict(template),
        "files": {path.relative_to(folder).as_posix(): _sha256(path) for path in files},
    }
    text = json.dumps({**body, "digest": digest(body)}, indent=2)
    replace_file(folder / CARD, [text.encode()])


def read_saved(folder: Path) -> Saved:
    """What is in the folder, every byte of it checked.

    Raises:
        CheckpointError: it is no such folder, or a file is missing or damaged; says which.
    """
    where = printable(folder / CARD)
    try:
        body = json.loads((folder / CARD).read_bytes())
        said = body.pop("digest")
        files, trainer, template = body["files"], body["trainer"], body["template"]
        whole = body["format"] == FORMAT and digest(body) == said
    except FileNotFoundError:
        raise CheckpointError(
            f"{printable(folder)}: holds no trained model ({CARD} is missing)"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise CheckpointError(f"{where}: damaged: {e}") from e
    if not whole:
        raise CheckpointError(f"{where}: damaged: it does not have the hash that it names")
    for name, sha256 in files.items():
        _check(folder, name, sha256)
    return Saved(folder, trainer, template)


def _check(folder: Path, name: str, sha256: str) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CheckpointError(f"{printable(path)}: lies outside the model's folder")
    try:
        found = _sha256(path)
    except OSError as e:
        raise CheckpointError(f"{printable(path)}: {e.strerror}") from e
    if found != sha256:
        raise CheckpointError(
            f"{printable(path)}: damaged: its bytes are not those that were saved"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
