"""Where a setting of a run comes from, when neither a flag nor a run file says it.

The environment goes first, then the profile, then the user's configuration, then the template.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import shown
from spark_trainer.core.text import printable
from spark_trainer.models.profiles import FoundProfile, profile
from spark_trainer.models.user_config import Defaults, config_file, read_user_config

PREFIX = "SPARK_TRAINER_"
VARIABLES = {
    "BATCH_SIZE": "batch_size",
    "PRECISION": "mixed_precision",
    "LEARNING_RATE": "learning_rate",
    "SEED": "seed",
    "DEVICE": "device",
}
"""Of the environment, after the prefix, and the setting of a run that each says."""
_KINDS = {"batch_size": int, "learning_rate": float, "seed": int}


@dataclass(frozen=True)
class Layer:
    """Settings from one place."""

    origin: str
    """Where it is, as `config show` tells it."""
    training: Mapping[str, object]
    """By the names of a run's settings."""
    profile: FoundProfile | None = None


def layers(profile_name: str | None = None, folder: Path = Path()) -> list[Layer]:
    """The places that say anything, the first one wins.

    Raises:
        UsageError: no such profile; a variable that is no number.
        ConfigError: a mistake in a file.
    """
    found = [
        Layer(f"environment, {PREFIX}{name}", {setting: _value(PREFIX + name, setting)})
        for name, setting in VARIABLES.items()
        if PREFIX + name in os.environ
    ]
    if profile_name is not None:
        chosen = profile(profile_name, folder)
        origin = f"profile {chosen.name}, {chosen.where}"
        found.append(Layer(origin, chosen.profile.training(), chosen))
    if values := _said(read_user_config().defaults):
        found.append(Layer(printable(config_file()), values))
    return found


def _said(defaults: Defaults) -> dict[str, object]:
    """Of the user's defaults, those that are not as shipped.

    The file always holds all of them; as shipped they leave the choice to the template, or who
    gave the page a name would train everything in fp16 from then on, on a CPU too.
    """
    shipped = Defaults()
    names = {"precision": "mixed_precision", "batch_size": "batch_size"}
    return {
        setting: value
        for name, setting in names.items()
        if (value := getattr(defaults, name)) != getattr(shipped, name)
    }


def merged(found: list[Layer]) -> dict[str, tuple[object, str]]:
    """Each setting with its origin."""
    result: dict[str, tuple[object, str]] = {}
    for layer in found:
        for name, value in layer.training.items():
            result.setdefault(name, (value, layer.origin))
    return result


def _value(variable: str, setting: str) -> object:
    text = os.environ[variable]
    kind = _KINDS.get(setting, str)
    try:
        return kind(text)
    except ValueError:
        raise UsageError(
            f"{variable} is {shown(text)}; wanted a {'whole ' if kind is int else ''}number"
        ) from None
