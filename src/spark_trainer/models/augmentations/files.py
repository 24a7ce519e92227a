"""The files that presets come from: the shipped one, a person's own, that of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import Mistake, one_of, shown
from spark_trainer.core.text import printable
from spark_trainer.core.yaml_source import YamlSource, finish, read_yaml
from spark_trainer.models.augmentations.preset import Preset, read_preset
from spark_trainer.models.template_files import home_folder

NAME = "augmentations.yaml"
KEY = "presets"


def presets() -> dict[str, Preset]:
    """All presets by name. Of two, that of the working directory is taken, then the home's.

    Raises:
        ConfigError: a mistake in one of the files, by file, line and key.
    """
    with as_file(files("spark_trainer.models") / NAME) as path:
        found = dict(read_presets(read_yaml(path)))
    for own in _own_files():
        where = printable(own)
        for name, preset in read_presets(read_yaml(own)).items():
            before = found.get(name)
            told = None if before is None else before.where
            found[name] = replace(preset, where=where, replaces=told)
    return found


def preset(name: str) -> Preset:
    """The preset of a name.

    Raises:
        UsageError: there is none.
        ConfigError: as `presets`.
    """
    known = presets()
    if name not in known:
        raise UsageError(one_of(name, "augmentations", list(known)))
    return known[name]


def _own_files() -> list[Path]:
    there = [home_folder() / ".spark_trainer" / NAME, Path(NAME)]
    there = [path for path in there if path.is_file()]
    return there[:1] if len(there) == 2 and there[0].samefile(there[1]) else there


def read_presets(source: YamlSource) -> Mapping[str, Preset]:
    """The presets of a file.

    Raises:
        ConfigError: all mistakes, by line and key.
    """
    value = source.value if isinstance(source.value, Mapping) else {}
    mistakes = [Mistake((key,), one_of(key, "key", [KEY])) for key in value if key != KEY]
    listed = value.get(KEY)
    if not isinstance(listed, Mapping):
        mistakes.append(Mistake((KEY,), f"is {shown(listed)}; wanted names with their settings"))
        listed = {}
    found = {}
    for name, told in listed.items():
        read, wrong = read_preset(name, told, (KEY, name))
        mistakes += wrong
        if read is not None:
            found[name] = read
    finish(source, mistakes)
    return found
