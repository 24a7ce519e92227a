"""`run.json`: what a run is. Written once, sealed by a digest of itself."""

from __future__ import annotations

import json
import math
import numbers
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import RunError
from spark_trainer.core.text import portable, printable

CARD = "run.json"
_FORMAT = 1
_MAX_BYTES = 64 << 20


class RunCard(BaseModel):
    """What never changes about a run."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    format: int = _FORMAT
    id: str = Field(pattern=r"[0-9a-f]{16}")
    """Drawn by chance; its checkpoints carry it."""
    created: str
    """UTC, for people; nothing is ordered by it."""
    template: str
    config: dict[str, JsonValue]
    """All settings, resolved."""
    dataset: dict[str, JsonValue]
    """Path of the manifest, its SHA-256, counts."""
    command: tuple[str, ...]
    git: str | None
    """Commit of the folder that it was started in."""
    packages: dict[str, str]
    device: dict[str, JsonValue]


def new_id() -> str:
    return secrets.token_hex(8)


def write_card(folder: Path, card: RunCard) -> None:
    """Write `run.json`, whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    facts = card.model_dump(mode="json")
    text = json.dumps({**facts, "digest": digest(facts)}, indent=2, ensure_ascii=False)
    replace_file(folder / CARD, [text.encode(), b"\n"])


def read_card(folder: Path) -> RunCard:
    """The card of a run folder.

    Raises:
        RunError: there is none, or it is not as it was written.
    """
    path = folder / CARD
    try:
        if not path.is_file():
            raise RunError(
                f"{printable(folder)}: no run here ({CARD} is missing). "
                f"`spark-trainer runs list` shows those that there are."
            )
        with path.open("rb") as stream:
            facts = json.loads(stream.read(_MAX_BYTES))
    except OSError as e:
        raise RunError(f"{printable(path)}: cannot be read: {e.strerror or e}") from e
    except (ValueError, RecursionError) as e:
        raise _damaged(path, "not JSON") from e
    return _checked(path, facts)


def _checked(path: Path, facts: Any) -> RunCard:
    sealed = facts.pop("digest", None) if isinstance(facts, dict) else None
    try:
        if sealed is None or sealed != digest(facts):
            raise _damaged(path, "it does not match its own digest")
        if facts.get("format") != _FORMAT:
            raise RunError(
                f"{printable(path)}: format {printable(str(facts.get('format')))}; this version "
                f"reads {_FORMAT}"
            )
        return RunCard.model_validate_json(json.dumps(facts))
    except ValidationError as e:
        where = ".".join(str(part) for part in e.errors()[0]["loc"])
        raise _damaged(path, f"{where}: {e.errors()[0]['msg']}") from e
    except (ValueError, RecursionError) as e:
        raise _damaged(path, "it holds what no run holds") from e


def _damaged(path: Path, how: str) -> RunError:
    return RunError(
        f"{printable(path)}: damaged: {printable(how)}. Restore it from a copy, or start a new run."
    )


def plain(value: Any) -> Any:
    """A value as JSON can hold it: text portable, a number that is not finite as None.

    Raises:
        TypeError: there is no plain form (a tensor, say, whose reading would stall the device).
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str | os.PathLike):
        return portable(os.fspath(value))
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {portable(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} is no plain value")
