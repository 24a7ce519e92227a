"""One checkpoint: a folder that is whole or not there, and proves what it holds.

Each *part* (`model`, `optimizer`, `scheduler`, `random`, `data`, ...) is a state, kept as
`PART.safetensors` and its outline `PART.json`. `card.json`, written last, has the SHA-256 of all of
them, of itself, and the run and place the checkpoint belongs to.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import fsync_folder, output_errors, write_durable
from spark_trainer.core.canonical import canonical_json, digest
from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import file_sha256
from spark_trainer.trainers import tensor_file
from spark_trainer.trainers.state_codec import decode, encode

CARD = "card.json"
_FORMAT = 1
_PART = re.compile(r"[a-z][a-z0-9_]{0,40}")
_FILE = re.compile(rf"(?:{_PART.pattern})\.(?:json|safetensors)")


@dataclass(frozen=True)
class Card:
    """What a checkpoint says of itself."""

    name: str
    """Of its folder."""
    run: str
    """Id of the run that wrote it."""
    step: int
    """Optimiser steps done."""
    metrics: Mapping[str, float]
    """Those that are finite."""
    files: Mapping[str, Mapping[str, Any]]
    """`sha256` and `bytes` by file name."""


def write_checkpoint(
    folder: Path, run: str, step: int, parts: Mapping[str, Any], metrics: Mapping[str, float]
) -> Card:
    """Write a checkpoint under a temporary name, fsync it, and rename it to `folder`.

    Args:
        folder: must not exist; its parent must.
        parts: states by name, see `state_codec`.

    Raises:
        OutputError: it cannot be written; nothing is left at `folder`.
        CheckpointError: a state holds what cannot be saved.
    """
    if bad := sorted(name for name in parts if not _PART.fullmatch(name)):
        raise CheckpointError(f"{bad}: no names for parts; wanted are words like `model`")
    encoded = {name: encode(state) for name, state in parts.items()}
    temporary = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    with output_errors(folder, "write"):
        temporary.mkdir()
        try:
            card = _fill(temporary, folder.name, run, step, encoded, metrics)
            temporary.rename(folder)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        fsync_folder(folder.parent)
    return card


def _fill(
    temporary: Path,
    name: str,
    run: str,
    step: int,
    encoded: Mapping[str, tuple[Any, dict[str, Any]]],
    metrics: Mapping[str, float],
) -> Card:
    files: dict[str, Any] = {}
    for part, (outline, tensors) in encoded.items():
        for file, chunks in (
            (f"{part}.json", iter([json.dumps(outline).encode()])),
            (f"{part}.safetensors", tensor_file.chunks(tensors)),
        ):
            files[file] = _write_hashed(temporary / file, chunks)
    finite = {key: float(value) for key, value in metrics.items() if math.isfinite(value)}
    facts = {"format": _FORMAT, "name": name, "run": run, "step": step}
    facts |= {"metrics": finite, "files": files}
    text = canonical_json({**facts, "card_sha256": digest(facts)})
    write_durable(temporary / CARD, [text.encode()])
    fsync_folder(temporary)
    return Card(name, run, step, finite, files)


def _write_hashed(path: Path, chunks: Iterable[bytes]) -> dict[str, Any]:
    sha256, size = hashlib.sha256(), 0

    def seen() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            sha256.update(chunk)
            size += len(chunk)
            yield chunk

    write_durable(path, seen())
    return {"sha256": sha256.hexdigest(), "bytes": size}


def read_card(folder: Path, run: str | None = None) -> Card:
    """The card, checked against its own hash, its folder's name and the run.

    Raises:
        CheckpointError: it is missing, damaged or of another place.
    """
    path = folder / CARD
    try:
        facts = json.loads(_regular(path).read_bytes())
        sealed = facts.pop("card_sha256")
        card = Card(**{key: facts[key] for key in ("name", "run", "step", "metrics", "files")})
        sound = sealed == digest(facts) and facts["format"] == _FORMAT
    except OSError as e:
        raise CheckpointError(f"{printable(path)}: {e.strerror or e}") from e
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise CheckpointError(f"{printable(path)}: damaged: {type(e).__name__}") from e
    if not sound or not all(_FILE.fullmatch(name) for name in card.files):
        raise CheckpointError(f"{printable(path)}: damaged: it does not match its own hash")
    if card.name != folder.name:
        raise CheckpointError(f"{printable(folder)}: holds {printable(card.name)}; was it renamed?")
    if run is not None and card.run != run:
        raise CheckpointError(
            f"{printable(folder)}: is of the run {printable(card.run)}, not of {printable(run)}"
        )
    return card


def verify_checkpoint(folder: Path, run: str | None = None) -> Card:
    """Read every byte and compare it with the card.

    Raises:
        CheckpointError: names the first file that is damaged, and how.
    """
    card = read_card(folder, run)
    for name, wanted in card.files.items():
        path = folder / name
        try:
            size = _regular(path).stat().st_size
            if size != wanted["bytes"]:
                raise CheckpointError(
                    f"{printable(path)}: has {size} bytes, the card says {wanted['bytes']}"
                )
            same = file_sha256(path) == wanted["sha256"]
        except OSError as e:
            raise CheckpointError(f"{printable(path)}: {e.strerror or e}") from e
        if not same:
            raise CheckpointError(f"{printable(path)}: its bytes are not those that were written")
    return card


def load_parts(
    folder: Path, run: str | None = None, only: Iterable[str] | None = None
) -> dict[str, Any]:
    """The states, by part, on the CPU. Everything is verified before anything is read.

    Args:
        only: load these parts and no others; all must be there.

    Raises:
        CheckpointError: the checkpoint is damaged, or lacks a part.
    """
    card = verify_checkpoint(folder, run)
    there = {Path(name).stem for name in card.files}
    wanted = there if only is None else set(only)
    if missing := sorted(wanted - there):
        raise CheckpointError(f"{printable(folder)}: has no part {missing}, only {sorted(there)}")
    return {part: _load(folder, part) for part in sorted(wanted)}


def _load(folder: Path, part: str) -> Any:
    outline = json.loads((folder / f"{part}.json").read_bytes())
    return decode(outline, tensor_file.read(folder / f"{part}.safetensors"))


def _regular(path: Path) -> Path:
    """Refuse links and pipes, which could lead elsewhere or block."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(0, "not a regular file", os.fspath(path))
    return path
