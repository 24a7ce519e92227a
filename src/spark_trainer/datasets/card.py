"""`dataset.json`: what the dataset is, and the hashes of the files beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable

CARD = "dataset.json"
MANIFEST = "manifest.jsonl"
FAILURES = "failures.jsonl"
EVENTS = "events.jsonl"
JOURNAL = "journal.db"
EDITS = "edits.jsonl"
HASHED = (MANIFEST, FAILURES, EVENTS, JOURNAL, EDITS)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def card_bytes(card: Mapping[str, Any]) -> bytes:
    """The card's one form in bytes, for a given content."""
    text = json.dumps(card, indent=2, sort_keys=True, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def write_card(folder: Path, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write `dataset.json`: the facts, the hashes of the files beside it, and a hash of itself."""
    with output_errors(folder, "read back"):
        files = {name: file_sha256(folder / name) for name in HASHED if (folder / name).exists()}
    card = {**facts, "files": files}
    card["card_sha256"] = digest(card)
    replace_file(folder / CARD, [card_bytes(card)])
    return card


def read_card(folder: Path) -> dict[str, Any]:
    """The card of a dataset folder.

    Raises:
        DatasetError: there is none, or it is no card.
    """
    path = folder / CARD
    try:
        card = json.loads(path.read_bytes())
    except OSError as e:
        raise DatasetError(
            f"{printable(path)}: {e.strerror}. No finished dataset here; build one with "
            f"`spark-trainer dataset build --input VIDEOS --output {printable(folder)}`."
        ) from e
    except (ValueError, RecursionError) as e:
        raise DatasetError(f"{printable(path)}: not JSON: {e}") from e
    if not isinstance(card, dict):
        raise DatasetError(f"{printable(path)}: a JSON object is expected")
    files, left_out = card.get("files", {}), card.get("left_out", [])
    if not isinstance(files, dict) or not isinstance(left_out, list):
        raise DatasetError(f"{printable(path)}: `files` and `left_out` are of another kind")
    if not all(isinstance(text, str) for text in [*files.values(), *left_out]):
        raise DatasetError(f"{printable(path)}: `files` and `left_out` hold something but text")
    return card
