"""What models are in the hub's cache, and which back end takes each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import require
from spark_trainer.labelers.weights.cache import CARD, COMMIT, whole
from spark_trainer.labelers.weights.model_files import CONFIG, guess_layout
from spark_trainer.labelers.weights.model_names import known_by_id
from spark_trainer.labelers.weights.plain_json import parse_json, read_regular

_BY_TYPE = {"blip-2": "blip2", "blip": "blip", "florence2": "florence2", "whisper": "whisper"}
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class CachedModel:
    """One revision of a model in the cache."""

    hub_id: str
    revision: str
    size_bytes: int
    backend: str | None
    """Who takes it; None where no back end does."""
    licence: str | None
    missing: str
    """Why it cannot be loaded yet, in words; empty where it is whole."""


def cached_models() -> list[CachedModel]:
    """Every revision of every model in the hub's cache that has a configuration, by hub id."""
    return sorted(_cached(), key=lambda model: (model.hub_id.lower(), model.revision))


def _cached() -> Iterator[CachedModel]:
    root = Path(require("huggingface_hub.constants", extra="labels").HF_HUB_CACHE)
    # Not the client's own scan: one broken link makes that leave out the whole model.
    for folder in sorted(root.glob("models--*/snapshots/*")):
        hub_id = folder.parent.parent.name.removeprefix("models--").replace("--", "/")
        if COMMIT.fullmatch(folder.name) and (folder / CONFIG).is_file():
            yield _model(hub_id, folder)


def _model(hub_id: str, folder: Path) -> CachedModel:
    names = os.listdir(folder)
    _, why_not = whole(folder, None)
    sizes = [(folder / name).stat().st_size for name in names if (folder / name).is_file()]
    return CachedModel(
        hub_id,
        folder.name,
        sum(sizes),
        backend_of(folder, names),
        _licence(hub_id, folder),
        why_not,
    )


def backend_of(folder: Path, names: list[str]) -> str | None:
    """The back end that takes the model, by its configuration; None where none does.

    Args:
        folder: holds `config.json`.
        names: the model's files, here or still on the hub.
    """
    if guess_layout(names) == "ctranslate2":
        return "faster-whisper"
    try:
        config = parse_json(read_regular(folder / CONFIG, _MOST_BYTES), folder / CONFIG)
    except BackendUnavailableError:
        return None
    if not isinstance(config, dict):
        return None
    named = config.get("model_type")
    known = _BY_TYPE.get(named) if isinstance(named, str) else None
    return known or ("vlm" if _sees_and_writes(config) else None)


def _sees_and_writes(config: dict[str, Any]) -> bool:
    classes = config.get("architectures")
    writes = isinstance(classes, list) and any(
        str(name).endswith(("ForConditionalGeneration", "ForCausalLM")) for name in classes
    )
    return writes and isinstance(config.get("vision_config"), dict)


def _licence(hub_id: str, folder: Path) -> str | None:
    """What the head of the model's card says, else what is known of it."""
    known = known_by_id(hub_id)
    return _licence_in_card(folder / CARD) or (known.licence if known else None)


def _licence_in_card(card: Path) -> str | None:
    try:
        text = read_regular(card, _MOST_BYTES).decode("utf-8")
        opening, head, _ = text.split("---", 2)
        found = yaml.safe_load(head)
    except (BackendUnavailableError, ValueError, yaml.YAMLError, RecursionError):
        return None
    if opening.strip() or not isinstance(found, dict):
        return None
    # `other` stands for a licence of the owner's own, named beside it.
    name = found.get("license_name") if found.get("license") == "other" else None
    licence = name or found.get("license")
    return licence if isinstance(licence, str) else None
