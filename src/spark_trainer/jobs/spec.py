"""`job.json`: what a job is. Written once, when it is asked for."""

from __future__ import annotations

import secrets
import shlex
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.errors import RunError
from spark_trainer.core.text import printable
from spark_trainer.models.checking import Settings

FILE = "job.json"
PROGRAM = "spark-trainer"
MAX_BYTES = 1 << 20

Needs = Literal["cpu", "gpu"]


class JobSpec(Settings):
    """A `spark-trainer` command that is to be run."""

    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    words: tuple[str, ...] = Field(min_length=1)
    """After `spark-trainer`."""
    workdir: Path
    """The folder that it runs in."""
    name: str = Field(max_length=200)
    """As a person calls it."""
    priority: int = Field(0, ge=-1000, le=1000)
    """Of the queued ones the highest goes first."""
    needs: Needs = "cpu"
    retries: int = Field(0, ge=0, le=100)
    """Times that it is started again by itself after a failure."""
    attempt: int = Field(1, ge=1)
    retry_of: str | None = None
    """The job that this one repeats."""
    grace_s: float = Field(30.0, ge=0)
    created: float
    """Seconds since 1970, for people; nothing is ordered by it."""

    @property
    def command(self) -> str:
        """The same for a terminal, on the page and on the command line."""
        return shlex.join([PROGRAM, *self.words])


def new_id() -> str:
    return secrets.token_hex(8)


def write_spec(folder: Path, spec: JobSpec) -> None:
    """Write `job.json`, whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    replace_file(folder / FILE, [spec.model_dump_json(indent=2).encode(), b"\n"])


def read_spec(folder: Path) -> JobSpec:
    """The job of a folder.

    Raises:
        RunError: there is none, or it is damaged.
    """
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            return JobSpec.model_validate_json(stream.read(MAX_BYTES))
    except FileNotFoundError:
        raise RunError(f"{printable(folder)}: no job here ({FILE} is missing)") from None
    except (OSError, ValidationError) as e:
        raise RunError(f"{printable(path)}: damaged: {printable(str(e))}") from e
