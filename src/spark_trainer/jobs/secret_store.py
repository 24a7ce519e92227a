"""Tokens and keys for jobs: in a file that its owner alone can read; never shown again."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from spark_trainer.core.atomic import fsync_folder, output_errors
from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.text import printable

FILE = "secrets.json"
VARIABLES = {
    "hub_token": "HF_TOKEN",
    "openai_api_key": "OPENAI_API_KEY",
    "wandb_api_key": "WANDB_API_KEY",
}
"""Names of secrets, and the variables by which jobs get them."""


def set_secret(home: Path, name: str, value: str | None) -> None:
    """Keep a secret, or forget it (None).

    Raises:
        UsageError: there is no secret of that name, or jobs could not get the value.
        OutputError: the file cannot be written.
    """
    if name not in VARIABLES:
        raise UsageError(one_of(name, "secret", list(VARIABLES)))
    if value is not None and not value.isprintable():
        raise UsageError(f"{name}: a secret is one line of printable characters")
    kept = _read(home)
    kept.pop(name, None)
    if value is not None:
        kept[name] = value
    path = home / FILE
    temporary = home / f".{FILE}.{secrets.token_hex(4)}.tmp"
    with output_errors(path, "write"):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as stream:
            json.dump(kept, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        fsync_folder(home)


def set_names(home: Path) -> dict[str, bool]:
    """Which secrets there can be, and whether they are kept. Never what they are."""
    kept = _read(home)
    return {name: name in kept for name in VARIABLES}


def secret_variables(home: Path) -> dict[str, str]:
    """For the environment of a job."""
    return {VARIABLES[name]: value for name, value in _read(home).items() if name in VARIABLES}


def _read(home: Path) -> dict[str, str]:
    path = home / FILE
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return {}
    with os.fdopen(fd, encoding="utf-8") as stream:
        if os.fstat(stream.fileno()).st_mode & 0o077:
            raise UsageError(f"{printable(path)}: others can read it: chmod 600 it")
        found = json.load(stream)
    return {str(name): str(value) for name, value in found.items()}
