"""Refuses a model whose files ask for code to be run, before anything of it is loaded.

`trust_remote_code` is never on; this also stops what gets around it: a nested flag, an attention
kernel by hub id (transformers CVE-2026-4372), an adapter that names a library to import.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.text import printable
from spark_trainer.labelers.weights.plain_json import parse_json, read_regular

ATTENTION = frozenset({"eager", "sdpa", "flash_attention_2", "flash_attention_3", "flex_attention"})
"""Implementations that transformers brings; any other name is looked up on the hub, as code."""

MOST_CONFIG_BYTES = 20_000_000
MOST_FILES = 10_000
"""A folder with more in it holds something else than a model."""

_DATA = frozenset({"tokenizer.json", "vocab.json", "vocabulary.json", "added_tokens.json"})
"""Vocabularies: large, never asked for code, and `auto_map` may well be a word in them."""


class _Place(NamedTuple):
    """A key and where its object stands: a chain, so that depth costs no copies."""

    outer: _Place | None
    key: str

    def __str__(self) -> str:
        keys, place = [self.key], self.outer
        while place is not None and len(keys) < 20:
            keys.append(place.key)
            place = place.outer
        return ".".join(reversed(keys))


def refuse_code(folder: Path, model: str) -> None:
    """Look through every configuration of a model's folder, also in folders below it.

    Args:
        folder: with the model's files.
        model: what the message calls it.

    Raises:
        BackendUnavailableError: one asks for code to be run, or cannot be read; names file and key.
    """
    for path in _json_files(folder):
        name = printable(path.relative_to(folder))
        if path.name == "adapter_config.json":
            raise BackendUnavailableError(
                f"{model} is refused: {name} makes it an adapter, which names a model and a "
                f"library to load. Merge it into its model and save that."
            )
        config = parse_json(read_regular(path, MOST_CONFIG_BYTES), path)
        for place, value in _members(config):
            if why := _fault(place.key, value):
                raise BackendUnavailableError(
                    f"{model} is refused: {name}, key `{printable(str(place)[:120])}`, {why}."
                    f"{_native_hint(config)}"
                )


def refuse_name(model: str) -> None:
    """Known models that only run with code from the hub, and what to take instead.

    Raises:
        BackendUnavailableError: it is one of them.
    """
    owner, _, name = model.partition("/")
    if owner.lower() == "microsoft" and name.lower().startswith("florence-2"):
        raise BackendUnavailableError(
            f"{model}: these weights need code from the hub, which is never run here. The same "
            f"weights load without it as florence-community/{name}."
        )


def _native_hint(config: Any) -> str:
    if isinstance(config, dict) and config.get("model_type") == "florence2":
        return " Take florence-community/Florence-2-base or -large, the same weights without it."
    return " Take a model that transformers loads by itself, or serve it and take back end openai."


def _json_files(folder: Path) -> Iterator[Path]:
    seen = 0
    for where, _, names in os.walk(folder):
        seen += len(names)
        if seen > MOST_FILES:
            raise BackendUnavailableError(
                f"{printable(folder)}: more than {MOST_FILES:,} files: not the folder of a model"
            )
        for name in sorted(names):
            if name.lower().endswith(".json") and not _is_data(name):
                yield Path(where, name)


def _is_data(name: str) -> bool:
    return name in _DATA or name.endswith(".safetensors.index.json")


def _members(value: Any) -> Iterator[tuple[_Place, Any]]:
    """Every key of every object, however nested."""
    open_ends: list[tuple[_Place | None, Any]] = []
    if isinstance(value, dict | list):
        open_ends.append((None, value))
    while open_ends:
        place, inner = open_ends.pop()
        if isinstance(inner, dict):
            for key, member in inner.items():
                here = _Place(place, key)
                yield here, member
                if isinstance(member, dict | list):
                    open_ends.append((here, member))
        else:
            open_ends += [(place, m) for m in inner if isinstance(m, dict | list)]


def _fault(key: str, value: Any) -> str | None:
    if key in ("auto_map", "custom_pipelines") and value:
        return "asks for Python code of the model's folder to be run"
    if key == "trust_remote_code" and value:
        return "asks for code from the hub to be run"
    if "attn_implementation" in key and not _known_attention(value):
        return (
            f"names {printable(str(value)[:80])!r}, which would be fetched as code; known: "
            f"{', '.join(sorted(ATTENTION))}"
        )
    return None


def _known_attention(value: Any) -> bool:
    each = value.values() if isinstance(value, dict) else [value]  # one for each part of the model
    return all(v is None or isinstance(v, bool) or _is_one_of(v, ATTENTION) for v in each)


def _is_one_of(value: Any, known: frozenset[str]) -> bool:
    return isinstance(value, str) and value in known
