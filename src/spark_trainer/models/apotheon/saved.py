"""config.json of a saved model: what it holds, and whether the files beside it are those.

Sizes and hashes of the files and a digest of the rest: what is damaged, missing or foreign is
found before anything is used.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from pydantic import Field

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import CheckpointError, ConfigError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.checking import Settings, read_settings

CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer"
FORMAT = "apotheon"
VERSION = 1

_FILE = re.compile(r"model\.safetensors|tokenizer/[A-Za-z0-9_][A-Za-z0-9_.-]*")
_MAX_BYTES = 1024 * 1024


class SavedFile(Settings):
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"[0-9a-f]{64}")


class Saved(Settings):
    """What config.json holds."""

    format: str
    version: int
    template: ApotheonConfig
    files: dict[str, SavedFile]
    digest: str
    """SHA-256 of everything above."""


def measured(path: Path) -> SavedFile:
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return SavedFile(bytes=path.stat().st_size, sha256=found)


def read_saved(folder: Path) -> Saved:
    path = folder / CONFIG
    try:
        with path.open("rb") as stream:
            value = json.loads(stream.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError) as e:
        raise CheckpointError(
            f"{printable(path)}: cannot be read ({printable(str(e))}). A folder without a whole "
            f"{CONFIG} holds no finished model; take another one."
        ) from e
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise CheckpointError(f"{printable(path)}: not a model that was saved by Apotheon")
    if value.get("version") != VERSION:
        raise CheckpointError(
            f"{printable(path)}: format version {printable(str(value.get('version')))}; this "
            f"program reads {VERSION}"
        )
    if digest({k: v for k, v in value.items() if k != "digest"}) != value.get("digest"):
        raise CheckpointError(f"{printable(path)}: was changed since it was written (its digest)")
    try:
        saved = read_settings(Saved, value, printable(path))
    except ConfigError as e:
        raise CheckpointError(str(e)) from e
    if WEIGHTS not in saved.files:
        raise CheckpointError(f"{printable(path)}: names no {WEIGHTS}")
    return saved


def check_file(folder: Path, name: str, file: SavedFile, *, verify: bool) -> None:
    if not _FILE.fullmatch(name):
        raise CheckpointError(f"{printable(folder / CONFIG)}: names a foreign file {name!r}")
    path = folder / name
    if not path.is_file():
        raise CheckpointError(f"{printable(path)}: is missing")
    if (size := path.stat().st_size) != file.bytes:
        raise CheckpointError(
            f"{printable(path)}: has {size:,} bytes, was saved with {file.bytes:,}"
        )
    if verify and measured(path) != file:
        raise CheckpointError(f"{printable(path)}: is damaged: not the bytes that were saved")
