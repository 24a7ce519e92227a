"""A hash of a folder's files that is worked out once, not at each run: weights are gigabytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.canonical import canonical_json, digest
from spark_trainer.core.errors import BackendUnavailableError, OutputError
from spark_trainer.core.text import portable, printable

_CHUNK_BYTES = 1 << 20
_MOST_REMEMBERED = 1_000


def folder_hash(folder: Path, names: Sequence[str]) -> str:
    """`sha256:` and 64 hex digits over the names and the contents of those files.

    Hashes of files are remembered in the user's cache folder by path, size, time of change and
    inode. A cache that is damaged or cannot be written only costs time.

    Raises:
        BackendUnavailableError: a file cannot be read.
    """
    remembered = _remembered()
    known = dict(remembered)
    hashes = {portable(name): _file_hash(folder / name, known) for name in sorted(names)}
    if known != remembered:
        _remember(known)
    return f"sha256:{digest(hashes)}"


def cache_folder() -> Path:
    """Where this program remembers what it can work out again: XDG_CACHE_HOME, or `~/.cache`."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    root = named if named.is_absolute() else Path("~/.cache").expanduser()
    return root / "spark_trainer"


def _file_hash(path: Path, known: dict[str, str]) -> str:
    try:
        found = path.stat()
        facts = [os.fspath(path.resolve()), found.st_size, found.st_mtime_ns, found.st_ino]
        key = digest(facts)
        if key not in known:
            known[key] = _contents_hash(path)
    except OSError as e:
        raise BackendUnavailableError(f"{printable(path)}: cannot be read: {e.strerror}") from e
    return known[key]


def _contents_hash(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            state.update(chunk)
    return state.hexdigest()


def _remembered() -> dict[str, str]:
    try:
        kept: Any = json.loads((cache_folder() / "hashes.json").read_bytes())
    except (OSError, ValueError, RecursionError, RuntimeError):  # the last: no home folder
        return {}
    if not isinstance(kept, dict):
        return {}
    return {k: v for k, v in kept.items() if isinstance(v, str) and _is_hash(v)}


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def _remember(known: dict[str, str]) -> None:
    newest = dict(list(known.items())[-_MOST_REMEMBERED:])
    try:
        replace_file(cache_folder() / "hashes.json", [canonical_json(newest).encode()])
    except (OutputError, RuntimeError):
        return
