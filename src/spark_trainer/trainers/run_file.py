"""What a run is made of: a template by name or in full, and settings, from a file and from flags.

A run file is YAML with three keys: `template` (a name, or a mapping), `training` (settings of
`TrainingConfig`), and `set` (changes to the template, as `data.max_frames: 2`).
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.core.mistakes import Mistake, one_of, raise_mistakes, shown
from spark_trainer.core.text import printable
from spark_trainer.core.yaml_source import YamlSource, read_yaml
from spark_trainer.models.checking import Settings, read_settings
from spark_trainer.models.inheritance import joined
from spark_trainer.models.layers import Layer, layers, merged
from spark_trainer.models.registry import gallery
from spark_trainer.models.registry import template as template_of
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.recipe import Recipe, RunPlan
from spark_trainer.trainers.training.config import TrainingConfig

KEYS = ("template", "training", "set")
DEFAULT = "apotheon-multimodal"
"""Whose trainer trains a template that is written in the run file and names none."""


def plan_run(
    template: str | None,
    file: Path | None,
    settings: Mapping[str, Any],
    changes: Sequence[str] = (),
    profile: str | None = None,
) -> RunPlan:
    """The run of a template or a run file, with flags over it.

    Args:
        template: a name of the gallery; goes before the one in the file.
        file: a run file.
        settings: of `TrainingConfig`; they go before those of the file.
        profile: of profiles.yaml; goes after all of these, and before the template.
        changes: `KEY=VALUE`, where KEY is `training.` and a setting, or a key of the template.

    Raises:
        UsageError: there is no such template, or none is named.
        ConfigError: a mistake, by file, line and key.
    """
    source = None if file is None else _read(file)
    given: Mapping[str, Any] = {} if source is None else _checked(source)
    name, named = _template(template, given.get("template"))
    mapping = copy.deepcopy(dict(named))
    trainer = str(mapping.get("trainer") or (name if name in gallery().entries else DEFAULT))
    recipe: Recipe = load_trainer(trainer)
    found = layers(profile)
    for layer in found:
        adapt(recipe.template_model, mapping, layer)
    training = {name: value for name, (value, _) in merged(found).items()}
    said = dict(given.get("training") or {})
    if source is not None:
        _check_settings(source, said, recipe.config_model)
    training |= said
    told = [*_pairs(given.get("set") or {}), *map(change_of, changes)]
    for key, value in told:
        head, _, rest = key.partition(".")
        if head == "training" and rest in recipe.config_model.model_fields:
            training[rest] = value
        else:
            put(mapping, key, value, recipe.template_model.model_fields)
    checked = read_settings(recipe.template_model, mapping, "template")
    training.update(settings)
    if "manifest_path" not in training:
        raise UsageError("no dataset: give --manifest DATASET (a folder, or its manifest.jsonl)")
    config = recipe.config_model(**{**_defaults(checked, recipe.config_model), **training})
    own = with_settings(recipe.template_model, checked, config)
    return RunPlan(name, trainer, own, config)


def adapt(model: type[Settings], mapping: dict[str, Any], layer: Layer) -> None:
    """A profile's adapter, for a template that can have one and does not say its own."""
    adapter = None if layer.profile is None else layer.profile.profile.adapter
    architecture = mapping.get("architecture")
    if adapter is None or not isinstance(architecture, dict) or architecture.get("adapter"):
        return
    kind = model.model_fields.get("architecture")
    if kind is not None and "adapter" in getattr(kind.annotation, "model_fields", {}):
        architecture["adapter"] = adapter.model_dump(mode="json")


def _defaults(template: Any, kind: type[TrainingConfig]) -> dict[str, Any]:
    """What a template says of a run's settings, in `training` and `augmentations`."""
    said = template.training
    names = type(said).model_fields.keys() & kind.model_fields.keys()
    found = {name: getattr(said, name) for name in names}
    if template.augmentations is None:
        return found
    return {**found, "augmentations": template.augmentations}


def with_settings(kind: type[Settings], template: Any, config: TrainingConfig) -> Any:
    """The template as the run trains it, with its `training` brought up to date.

    Raises:
        ConfigError: they do not go together: a curriculum that does not cover the epochs.
    """
    said = type(template.training).model_fields.keys()
    training = {name: getattr(config, name) for name in said if hasattr(config, name)}
    training["mixed_precision"] = config.half or "no"
    mapping = template.model_dump(mode="json")
    mapping["training"].update(training)
    mapping["augmentations"] = config.augmentations
    return read_settings(kind, mapping, "template")


def _read(file: Path) -> YamlSource:
    if not file.is_file():
        raise UsageError(f"{printable(file)}: no such file")
    return read_yaml(file)


def _checked(source: YamlSource) -> Mapping[str, Any]:
    value = source.value
    if not isinstance(value, Mapping):
        raise ConfigError(f"{source.where}: wanted a mapping with {', '.join(KEYS)}")
    mistakes = [Mistake((key,), one_of(key, "key", KEYS)) for key in value if key not in KEYS]
    for key in ("training", "set"):
        if not isinstance(value.get(key) or {}, Mapping):
            mistakes.append(Mistake((key,), f"is {shown(value[key])}; wanted a mapping"))
    raise_mistakes(source.where, mistakes, source.line_of)
    return value


def _check_settings(
    source: YamlSource, training: Mapping[str, Any], kind: type[TrainingConfig]
) -> None:
    known = list(kind.model_fields)
    unknown = [key for key in training if key not in known]
    mistakes = [Mistake(("training", key), one_of(key, "key", known)) for key in unknown]
    raise_mistakes(source.where, mistakes, source.line_of)


def _template(name: str | None, given: Any) -> tuple[str, Mapping[str, Any]]:
    if name is not None:
        return name, template_of(name)
    if isinstance(given, Mapping):
        return str(given.get("name", "template")), _extended(given)
    if isinstance(given, str):
        return given, template_of(given)
    raise UsageError("no template: name one (apotheon-tiny), or give `template:` in the run file")


def _extended(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A template that is written in the run file, over the one that it extends."""
    rest = dict(given)
    parent = rest.pop("extends", None)
    if parent is None:
        return rest
    entry = gallery().entry(str(parent))
    return {"trainer": entry.trainer, **joined(entry.mapping, rest)}


def _pairs(changes: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in changes.items()]


def change_of(text: str) -> tuple[str, Any]:
    """`KEY=VALUE`; the value as YAML has it.

    Raises:
        UsageError: it is no such pair.
    """
    key, equals, value = text.partition("=")
    try:
        if not (key and equals):
            raise UsageError(f"--set {printable(text)}: wanted KEY=VALUE, as data.max_frames=2")
        if any(isinstance(one, yaml.AliasToken) for one in yaml.scan(value, yaml.SafeLoader)):
            raise UsageError(
                f"--set {printable(key)}: aliases (`*name`) are not taken; write the value out"
            )
        found = yaml.safe_load(value)
    except (yaml.YAMLError, RecursionError) as e:
        raise UsageError(f"--set {printable(text)}: the value is no YAML") from e
    return key, _number(found)


def _number(value: Any) -> Any:
    """YAML 1.1 takes `1e-4` for text; on a command line it is meant as a number."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def put(mapping: dict[str, Any], key: str, value: Any, groups: Collection[str] = ()) -> None:
    """Change one key; a group that the template leaves to its defaults is begun.

    Args:
        groups: keys that a template may have.

    Raises:
        UsageError: the key leads through something that is no group.
    """
    *path, last = key.split(".")
    place: Any = mapping
    for part in path:
        if part not in place and (place is not mapping or part in groups):
            place[part] = {}
        if not isinstance(place.get(part), dict):
            raise UsageError(f"--set {printable(key)}: {one_of(part, 'key', list(place))}")
        place = place[part]
    place[last] = value
