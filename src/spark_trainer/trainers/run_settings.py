"""What a run of a template would be set to, and what is wrong with it. Loads no trainer.

The same order as `run_file.plan_run`: changes, the environment, the profile, the user's
configuration, the template.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.core.mistakes import Mistake
from spark_trainer.models.checking import mistake, try_settings
from spark_trainer.models.gallery import Entry
from spark_trainer.models.kinds.by_trainer import kind_of
from spark_trainer.models.kinds.common import Template
from spark_trainer.models.layers import Layer, layers, merged
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.run_file import adapt, change_of, put
from spark_trainer.trainers.training.config import TrainingConfig

_CONFIGS: dict[str, type[TrainingConfig]] = {"apotheon-multimodal": ApotheonTrainingConfig}
_OF_THE_COMMAND = ("manifest_path", "output_dir", "resume", "augmentations")
"""Settings of a run that have an option or a key of the template of their own."""


@dataclass(frozen=True)
class RunSettings:
    """Of a run that nobody has asked for yet."""

    values: dict[str, Any]
    """The template before any change, its `training` with all settings of a run."""
    origins: dict[str, str]
    """Keys of `training` whose value is not the template's own, and where it is from."""
    mistakes: list[Mistake]
    """Of the changes; the keys are those of `values`."""


def config_of(trainer: str) -> type[TrainingConfig]:
    """The settings of the runs of a trainer of ours; the common ones for another."""
    return _CONFIGS.get(trainer, TrainingConfig)


def run_schema(trainer: str) -> dict[str, Any]:
    """JSON Schema of the settings of a run that no template says."""
    said = set(_training_of(kind_of(trainer)))
    schema = config_of(trainer).model_json_schema()
    known = schema["properties"].items()
    left = {k: v for k, v in known if k not in said and k not in _OF_THE_COMMAND}
    return {**schema, "properties": left, "required": []}


def run_settings(
    entry: Entry, changes: Sequence[str] = (), profile: str | None = None
) -> RunSettings:
    """What `train` would take.

    Args:
        changes: `KEY=VALUE` each, as `--set` takes them.

    Raises:
        UsageError: no such profile.
        ConfigError: a mistake in a file of settings.
    """
    found = layers(profile)
    kind, config = kind_of(entry.trainer), config_of(entry.trainer)
    said = merged(found)
    given = {name: value for name, (value, _) in said.items()}
    base = _base(entry, kind, config, found, given)
    mapping = copy.deepcopy(dict(entry.mapping))
    for layer in found:
        adapt(kind, mapping, layer)
    mistakes: list[Mistake] = []
    for change in changes:
        mistakes += _put(mapping, kind, config, given, change)
    return RunSettings(
        values=base,
        origins={f"training.{name}": origin for name, (_, origin) in said.items()},
        mistakes=[*mistakes, *_wrong(mapping, kind, config, given)],
    )


def _base(
    entry: Entry,
    kind: type[Template],
    config: type[TrainingConfig],
    found: Sequence[Layer],
    given: Mapping[str, object],
) -> dict[str, Any]:
    values = entry.settings.model_dump(mode="json")
    for layer in found:
        adapt(kind, values, layer)
    fresh = config(manifest_path="-").model_dump(mode="json")
    own = {name: value for name, value in fresh.items() if name not in _OF_THE_COMMAND}
    values["training"] = {**own, **values["training"], **given}
    if values["training"]["mixed_precision"] == "fp32":
        values["training"]["mixed_precision"] = "no"
    return values


def _put(
    mapping: dict[str, Any],
    kind: type[Template],
    config: type[TrainingConfig],
    given: dict[str, Any],
    change: str,
) -> Iterator[Mistake]:
    """One change, as `run_file.plan_run` makes it."""
    try:
        key, value = change_of(change)
        head, _, rest = key.partition(".")
        if head == "training" and rest in config.model_fields:
            given[rest] = value
        else:
            put(mapping, key, value, kind.model_fields)
    except UsageError as e:
        yield Mistake(tuple(change.partition("=")[0].split(".")), str(e))


def _wrong(
    mapping: dict[str, Any],
    kind: type[Template],
    config: type[TrainingConfig],
    given: Mapping[str, Any],
) -> list[Mistake]:
    """What only several settings together make wrong has no key."""
    try:
        return _checked(mapping, kind, config, given)
    except ConfigError as e:
        return [Mistake((), str(e))]


def _checked(
    mapping: dict[str, Any],
    kind: type[Template],
    config: type[TrainingConfig],
    given: Mapping[str, Any],
) -> list[Mistake]:
    settings, mistakes = try_settings(kind, mapping)
    if settings is None:
        return mistakes
    said = {name: getattr(settings.training, name) for name in _training_of(kind)}  # type: ignore[attr-defined]
    shared = {name: value for name, value in said.items() if name in config.model_fields}
    try:
        made = config(**{"manifest_path": "-", **shared, **given})
    except ConfigError as e:
        cause = e.__context__
        errors = cause.errors() if isinstance(cause, ValidationError) else []
        return [mistake(error, config, ("training",)) for error in errors]
    whole = settings.model_dump(mode="json")
    whole["training"].update({name: getattr(made, name) for name in shared})
    whole["training"]["mixed_precision"] = made.half or "no"
    return try_settings(kind, whole)[1]


def _training_of(kind: type[Template]) -> Sequence[str]:
    return list(getattr(kind.model_fields["training"].annotation, "model_fields", {}))
