"""A preset: operations in the order in which they are applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import KeyPath, Mistake, one_of, raise_mistakes, shown
from spark_trainer.models.augmentations import pictures, sounds, time_and_text
from spark_trainer.models.augmentations.operation import Operation
from spark_trainer.models.augmentations.rand_augment import RandAugment
from spark_trainer.models.checking import Settings, try_settings

_ALL: tuple[type[Operation], ...] = (
    pictures.Crop,
    pictures.Flip,
    pictures.ColorJitter,
    pictures.Rotation,
    pictures.Blur,
    pictures.Erasing,
    RandAugment,
    sounds.Noise,
    sounds.Gain,
    sounds.Stretch,
    sounds.Pitch,
    sounds.SpecAugment,
    time_and_text.TemporalCrop,
    time_and_text.FrameDrop,
    time_and_text.Speed,
    pictures.SpatialCrop,
    time_and_text.Drop,
    time_and_text.Case,
)
OPERATIONS: Mapping[str, type[Operation]] = {operation.kind: operation for operation in _ALL}


@dataclass(frozen=True)
class Preset:
    """What a name of augmentations.yaml stands for."""

    name: str
    description: str
    operations: tuple[Operation, ...]
    where: str = ""
    """The file that says so; empty = it comes with this program."""
    replaces: str | None = None
    """The file whose preset of the same name it stands in place of; empty as above."""

    def to_json(self) -> dict[str, Any]:
        """All that decides what it does, as `preset_of_json` takes it."""
        return {
            "name": self.name,
            "description": self.description,
            "operations": [
                {"operation": o.kind, **o.model_dump(mode="json")} for o in self.operations
            ],
        }


class _Words(Settings):
    """A preset's own keys; operations are read one by one, for their keys differ."""

    description: str = ""
    operations: tuple[Any, ...]


def read_preset(name: str, value: object, path: KeyPath) -> tuple[Preset | None, list[Mistake]]:
    """A preset from plain values, or all that is wrong with them.

    Args:
        path: where the value stands in its file.
    """
    if not isinstance(value, Mapping):
        return None, [Mistake(path, f"is {shown(value)}; wanted description and operations")]
    head, mistakes = try_settings(_Words, value, path)
    listed = value.get("operations")
    found = []
    for number, item in enumerate(listed if isinstance(listed, list | tuple) else ()):
        operation, wrong = _operation(item, (*path, "operations", number))
        mistakes += wrong
        if operation is not None:
            found.append(operation)
    if head is None or mistakes:
        return None, mistakes
    return Preset(name, head.description, tuple(found)), []


def _operation(value: object, path: KeyPath) -> tuple[Operation | None, list[Mistake]]:
    known = list(OPERATIONS)
    if not isinstance(value, Mapping):
        wanted = "{operation: NAME, probability: SHARE, ...}"
        return None, [Mistake(path, f"is {shown(value)}; wanted {wanted}")]
    kind = value.get("operation")
    if kind is None:
        return None, [Mistake((*path, "operation"), f"is missing; one of {', '.join(known)}")]
    if kind not in OPERATIONS:
        return None, [Mistake((*path, "operation"), one_of(str(kind), "operation", known))]
    rest = {key: setting for key, setting in value.items() if key != "operation"}
    return try_settings(OPERATIONS[kind], rest, path)


def preset_of_json(value: Mapping[str, Any], where: str) -> Preset:
    """A preset as a run folder holds it.

    Raises:
        ConfigError: every mistake, by key.
    """
    name = value.get("name")
    rest = {key: part for key, part in value.items() if key != "name"}
    preset, mistakes = read_preset(str(name), rest, ())
    raise_mistakes(where, mistakes)
    if preset is None or not isinstance(name, str):
        raise ConfigError(f"{where}: the preset has no name")
    return preset
