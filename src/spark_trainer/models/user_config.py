"""`~/.spark_trainer/config.json`: who the user is, where folders are, and defaults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.text import printable
from spark_trainer.models.checking import Settings, read_settings
from spark_trainer.models.template_files import home_folder

MAX_BYTES = 1024 * 1024


class _Kept(Settings):
    """A key that a newer version wrote is no mistake here."""

    model_config = ConfigDict(extra="ignore")


class User(_Kept):
    """Who works here; for cards of models and datasets."""

    name: str = ""
    """Stands on cards as the one who made them."""
    email: str = ""
    """Stands on cards, for questions. Empty = none is given."""
    organization: str = ""
    """Company, school or lab."""


class Paths(_Kept):
    """Folders, relative to the working directory."""

    datasets: str = "./datasets"
    """Where datasets are made and looked for."""
    models: str = "./models"
    """Where exported models are put."""
    logs: str = "./logs"
    """Where logs are put that belong to no run."""


class Defaults(_Kept):
    """What runs take whatever their template says. A value as shipped is left to the template."""

    framework: Literal["pytorch"] = "pytorch"
    """The only one that there is."""
    precision: Literal["bf16", "fp16", "fp32", "no"] = "fp16"
    """What is multiplied in: bf16 on newer GPUs, fp16 on older ones; fp32 and no are exact.
    fp16, as shipped, leaves the choice to each template."""
    batch_size: int = Field(8, ge=1, le=1_000_000)
    """Samples of one device in one forward pass. More is faster and takes more memory.
    8, as shipped, leaves the choice to each template."""


class UserConfig(_Kept):
    """The whole file."""

    version: Literal["1.0"] = "1.0"
    user: User = User()
    paths: Paths = Paths()
    defaults: Defaults = Defaults()


def config_file() -> Path:
    return home_folder() / ".spark_trainer" / "config.json"


def read_user_config() -> UserConfig:
    """What the file says; all defaults where there is none.

    Raises:
        ConfigError: it cannot be read, or a value cannot be; names file and key.
    """
    path = config_file()
    where = printable(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{where}: over {MAX_BYTES} bytes; this is no settings file")
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return UserConfig()
    except (OSError, ValueError, RecursionError) as e:
        raise ConfigError(f"{where}: cannot be read: {e}. Mend it, or move it away.") from e
    return read_settings(UserConfig, value, where)
