"""Folders that hold a dataset, a run or a model, and what each says of itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import DatasetError, RunError
from spark_trainer.core.text import portable
from spark_trainer.datasets.card import CARD as DATASET_CARD
from spark_trainer.datasets.card import MANIFEST, read_card
from spark_trainer.trainers.run_card import CARD as RUN_CARD
from spark_trainer.trainers.run_card import read_card as read_run_card
from spark_trainer.trainers.run_events import EVENTS
from spark_trainer.trainers.run_list import listed

Kind = Literal["dataset", "run", "model"]
DEPTH = 3
"""Folders below a root in which one is looked for."""
_MODEL_FILES = ("trained.json", "model_index.json", "adapter_config.json", "config.json")
_MOST_NAMES = 20_000
_MOST_JSON = 4 << 20


@dataclass(frozen=True)
class Found:
    """A folder of ours."""

    id: str
    """The first 16 hex digits of its path's SHA-256: it stays, whatever is in it."""
    kind: Kind
    name: str
    path: Path
    changed_ns: int
    """Of the file that changes when it does."""


def find(roots: Sequence[Path]) -> list[Found]:
    """What lies at most three folders below the roots; links are not followed."""
    found: dict[str, Found] = {}
    for root in roots:
        for one in _below(root, root, DEPTH):
            found.setdefault(one.id, one)
    return list(found.values())


def facts_of(found: Found) -> dict[str, Any]:
    """What it says of itself, as JSON; `problem` where it cannot be read."""
    if found.kind == "dataset":
        return _dataset(found.path)
    if found.kind == "run":
        return _run(found.path)
    return _model(found.path)


def id_of(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _below(root: Path, folder: Path, depth: int) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            listed_here = sorted(entries, key=lambda entry: entry.name)[:_MOST_NAMES]
    except OSError:
        return
    names = {entry.name for entry in listed_here}
    kind, key = _kind(names)
    if kind is not None:
        yield from _found(kind, root, folder, folder / key)
        if kind == "run" and "model" in names:
            yield from _below(root, folder / "model", 0)
        return
    if depth == 0:
        return
    for entry in listed_here:
        if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            yield from _below(root, Path(entry.path), depth - 1)


def _kind(names: set[str]) -> tuple[Kind | None, str]:
    if DATASET_CARD in names or MANIFEST in names:
        return "dataset", DATASET_CARD if DATASET_CARD in names else MANIFEST
    if RUN_CARD in names:
        return "run", EVENTS if EVENTS in names else RUN_CARD
    for file in _MODEL_FILES:
        if file in names:
            return "model", file
    return None, ""


def _found(kind: Kind, root: Path, folder: Path, key: Path) -> Iterator[Found]:
    try:
        changed_ns = key.stat().st_mtime_ns
    except OSError:
        return
    name = folder.relative_to(root).as_posix() if folder != root else folder.name
    yield Found(id_of(folder), kind, portable(name), folder, changed_ns)


def _dataset(folder: Path) -> dict[str, Any]:
    try:
        card = read_card(folder)
    except DatasetError as e:
        return {"problem": portable(str(e))}
    counts = card.get("counts", {})
    if not isinstance(counts, dict):
        return {"problem": f"{DATASET_CARD}: `counts` is no mapping"}
    return {
        "counts": counts,
        "settings": card.get("settings", {}),
        "pipeline_version": card.get("pipeline_version"),
        "manifest_sha256": card["files"].get(MANIFEST) if "files" in card else None,
    }


def _run(folder: Path) -> dict[str, Any]:
    (row,) = listed(folder)
    told = row.as_json()
    return {key: value for key, value in told.items() if key != "folder"}


def _model(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = {"files": 0, "bytes": 0, "run": None}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            facts["files"] += 1
            facts["bytes"] += path.stat().st_size
    if (folder.parent / RUN_CARD).exists():
        facts |= {"run": id_of(folder.parent), **_made_by(folder.parent)}
    try:
        with (folder / "trained.json").open("rb") as stream:
            said = json.loads(stream.read(_MOST_JSON))
        facts["trainer"] = str(said["trainer"])
        facts["template"] = str(said["template"].get("name"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return facts


def _made_by(run: Path) -> dict[str, str]:
    try:
        card = read_run_card(run)
    except RunError:  # the run itself tells of it
        return {}
    return {"template": card.template, "trainer": str(card.config.get("trainer", ""))}
