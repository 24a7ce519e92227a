"""profiles.yaml: settings for a kind of work, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

import spark_trainer
from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import Mistake, one_of, raise_mistakes, shown
from spark_trainer.core.yaml_source import YamlSource, read_yaml
from spark_trainer.models.checking import Settings, try_settings
from spark_trainer.models.kinds.pretrained import Adapter

FILE = "profiles.yaml"


class Profile(Settings):
    """What a profile may say. Whatever it does not say is as elsewhere."""

    description: str = ""
    """What it is for, in one sentence."""
    framework: Literal["pytorch"] = "pytorch"
    """The only one that there is."""
    precision: Literal["bf16", "fp16", "fp32", "no"] | None = None
    """What is multiplied in."""
    batch_size: int | None = Field(None, ge=1, le=1_000_000)
    """Samples of one device in one forward pass."""
    gradient_accumulation_steps: int | None = Field(None, ge=1, le=100_000)
    """Forward passes that make one step of the optimiser."""
    gradient_checkpointing: bool | None = None
    """Keep less in memory and compute it twice."""
    learning_rate: float | None = Field(None, gt=0, le=1)
    """Peak step size of the optimiser."""
    adapter: Adapter | None = None
    """For templates that can have one."""

    def training(self) -> dict[str, object]:
        """By the names that a run's settings have."""
        known = {
            "mixed_precision": self.precision,
            "batch_size": self.batch_size,
            "gradient_accumulation_steps": self.gradient_accumulation_steps,
            "gradient_checkpointing": self.gradient_checkpointing,
            "learning_rate": self.learning_rate,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class FoundProfile:
    """A profile, and where it is written."""

    name: str
    profile: Profile
    where: str


def shipped_file() -> Path:
    """The file that comes with this program: in its package, or in the folder of its source."""
    package = Path(spark_trainer.__file__).parent
    inside = package / FILE
    return inside if inside.is_file() else package.parents[1] / FILE


def profiles(folder: Path = Path()) -> dict[str, FoundProfile]:
    """Those that come with this program, and those of a folder, which go before them.

    Raises:
        ConfigError: a mistake, by file, line and key.
    """
    found = _read(shipped_file())
    own = folder / FILE
    if own.is_file() and not own.samefile(shipped_file()):
        found |= _read(own)
    return found


def shipped_profiles() -> dict[str, FoundProfile]:
    """Those that come with this program, whatever a folder puts in their place."""
    return _read(shipped_file())


def profile(name: str, folder: Path = Path()) -> FoundProfile:
    """The profile of that name.

    Raises:
        UsageError: there is none.
        ConfigError: a mistake in a file.
    """
    known = profiles(folder)
    if name not in known:
        raise UsageError(f"--profile: {one_of(name, 'profile', list(known))}")
    return known[name]


def _read(path: Path) -> dict[str, FoundProfile]:
    source = read_yaml(path)
    mapping = _section(source)
    mistakes: list[Mistake] = []
    found: dict[str, FoundProfile] = {}
    for name, value in mapping.items():
        key = ("profiles", name)
        made, wrong = (
            try_settings(Profile, value, key) if isinstance(value, Mapping) else (None, [])
        )
        if not isinstance(value, Mapping):
            wrong = [Mistake(key, f"is {shown(value)}; wanted a mapping of settings")]
        mistakes += wrong
        if made is not None:
            line = source.line_of(key)
            found[name] = FoundProfile(name, made, f"{source.where}:{line}")
    raise_mistakes(source.where, [*source.mistakes, *mistakes], source.line_of)
    return found


def _section(source: YamlSource) -> Mapping[str, object]:
    value = source.value
    inner = value.get("profiles") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and "profiles" in value and inner is None:
        return {}  # the last one was deleted
    if not isinstance(inner, Mapping):
        mistake = Mistake((), "wanted the key `profiles` with profiles by name")
        raise_mistakes(source.where, [mistake], source.line_of)
        raise AssertionError
    return inner
