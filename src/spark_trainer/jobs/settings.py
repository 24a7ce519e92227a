"""Where jobs are kept, and how many run at once."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.text import printable
from spark_trainer.models.checking import Settings, read_settings
from spark_trainer.models.template_files import home_folder

PREFIX = "SPARK_TRAINER_"


class JobSettings(Settings):
    """Read from the environment; one value a process."""

    home: Path
    """Folder of this program's own files, usually `~/.spark_trainer`."""
    database_url: str | None = None
    """`postgresql://...` or `sqlite:///...`; null = a file in `home`."""
    cpu_slots: int = Field(1, ge=1, le=256)
    """Jobs without a GPU that run at the same time."""
    gpus: int | None = Field(None, ge=0, le=1024)
    """GPUs that jobs may have, from the first on; null = all that NVML finds."""
    grace_s: float = Field(30.0, ge=0, le=3600)
    """Seconds between SIGTERM and SIGKILL of a job that is cancelled."""

    @property
    def folder(self) -> Path:
        return self.home / "jobs"


def job_settings(home: Path | None = None) -> JobSettings:
    """What `SPARK_TRAINER_DATABASE_URL`, `_CPU_SLOTS`, `_GPUS`, `_GRACE_S` say.

    Raises:
        ConfigError: a value cannot be; names the variable.
    """
    named = ("database_url", "cpu_slots", "gpus", "grace_s")
    given = {key: os.environ.get(PREFIX + key.upper()) for key in named}
    found: dict[str, object] = {key: value for key, value in given.items() if value}
    for key, kind in (("cpu_slots", int), ("gpus", int), ("grace_s", float)):
        if key in found:
            found[key] = _number(key, str(found[key]), kind)
    folder = home or home_folder() / ".spark_trainer"
    found["home"] = str(folder.absolute())
    return read_settings(JobSettings, found, "environment")


def _number(key: str, text: str, kind: type[int | float]) -> int | float:
    try:
        return kind(text)
    except ValueError:
        name = PREFIX + key.upper()
        raise ConfigError(f"{name}={printable(text)}: wanted a number") from None
