"""The files that templates come from: the shipped one, a person's own, those of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from spark_trainer.core.mistakes import Mistake, mistake_rows, one_of, shown
from spark_trainer.core.text import printable
from spark_trainer.core.yaml_source import YamlSource, read_yaml
from spark_trainer.models.checking import SettingsT, try_settings
from spark_trainer.models.gallery_settings import Autodiscovery, Category, OwnAutodiscovery
from spark_trainer.models.kinds.common import checked_name

KEYS = ("templates", "categories", "trainer_autodiscovery")
PROJECT = Path("templates")
"""Of the working directory."""


@dataclass(frozen=True)
class TemplateFile:
    """One file, read."""

    source: YamlSource
    shipped: bool
    templates: Mapping[str, Any]
    """As they are written, mistakes and all."""
    categories: Mapping[str, Category]
    autodiscovery: Autodiscovery | OwnAutodiscovery
    """The former in the shipped file."""
    problems: tuple[str, ...]
    """Mistakes that belong to no template, a line of text each."""

    @property
    def where(self) -> str:
        return self.source.where


def shipped_file() -> YamlSource:
    """The file that comes with this program."""
    with as_file(files("spark_trainer.models") / "templates.yaml") as path:
        return read_yaml(path)


def home_folder() -> Path:
    """The user's; where there is none, as in some containers, a folder that does not exist."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("~")


def own_files(home: Path) -> Iterator[Path]:
    """`~/.spark_trainer/templates/*.yaml`, then `./templates/*.yaml`, each by name."""
    folders = [home / ".spark_trainer" / "templates", PROJECT]
    if PROJECT.exists() and folders[0].exists() and PROJECT.samefile(folders[0]):
        del folders[0]
    for folder in folders:
        yield from sorted(path for path in folder.glob("*.yaml") if path.is_file())


def not_read(home: Path) -> list[str]:
    """Remarks on files that seem to be meant and are not read."""
    folders = (home / ".spark_trainer" / "templates", PROJECT)
    odd = [path for folder in folders for path in sorted(folder.glob("*.yml"))]
    return [f"{printable(path)} is not read: rename it to end in .yaml" for path in odd]


def read_template_file(source: YamlSource, *, shipped: bool = False) -> TemplateFile:
    """What a file holds. What is wrong outside of its templates is in `problems`."""
    reader = _Reader(source)
    value = reader.mapping(())
    reader.mistakes += [Mistake((k,), _unknown(k, value[k])) for k in value if k not in KEYS]
    if isinstance(source.value, Mapping) and not value:
        reader.mistakes.append(Mistake((), f"holds nothing; wanted {', '.join(KEYS)}"))
    templates = reader.mapping(("templates",))
    categories = reader.mapping(("categories",))
    read = {
        name: category
        for name in categories
        if (category := reader.settings(Category, ("categories", name))) is not None
    }
    found: Autodiscovery | OwnAutodiscovery | None
    if shipped:
        found = reader.settings(Autodiscovery, (KEYS[2],), optional=True)
    else:
        found = reader.settings(OwnAutodiscovery, (KEYS[2],), optional=True)
    return TemplateFile(
        source,
        shipped,
        {name: template for name, template in templates.items() if reader.may_be_called(name)},
        read,
        found or OwnAutodiscovery(),
        tuple(reader.rows()),
    )


def _unknown(key: str, value: object) -> str:
    as_template = isinstance(value, Mapping) and {"extends", "training"} & value.keys()
    below = "; templates stand below `templates:`, set further in" if as_template else ""
    return one_of(key, "key", KEYS) + below


class _Reader:
    """Collects the mistakes of one file that belong to no template."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.mistakes = [m for m in source.mistakes if len(m.path) < 2 or m.path[0] != KEYS[0]]

    def rows(self) -> list[str]:
        return mistake_rows(self.source.where, self.mistakes, self.source.line_of)

    def at(self, path: tuple[str, ...]) -> Any:
        value: Any = self.source.value
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def mapping(self, path: tuple[str, ...]) -> Mapping[str, Any]:
        """The mapping at a key; an empty one where it is missing or something else."""
        value = self.at(path)
        if isinstance(value, Mapping):
            return value
        if value is not None or not path:
            wanted = "names, each with its settings" if path else f"a mapping of {', '.join(KEYS)}"
            self.mistakes.append(Mistake(path, f"is {shown(value)}; wanted {wanted}"))
        return {}

    def settings(
        self, kind: type[SettingsT], path: tuple[str, ...], *, optional: bool = False
    ) -> SettingsT | None:
        value = self.at(path)
        if optional and value is None:
            return None
        settings, mistakes = try_settings(kind, value, path)
        reported = {mistake.path for mistake in self.mistakes}
        self.mistakes += [m for m in mistakes if m.path not in reported]
        return settings

    def may_be_called(self, name: str) -> bool:
        try:
            checked_name(name)
        except ValueError as e:
            self.mistakes.append(Mistake((KEYS[0], name), str(e)))
            return False
        return True
