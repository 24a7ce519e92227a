"""All templates, checked: those that can be used, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.core.mistakes import KeyPath, one_of
from spark_trainer.models.checking import try_settings
from spark_trainer.models.gallery_settings import Autodiscovery, Category
from spark_trainer.models.inheritance import (
    BrokenChainError,
    Written,
    chain_of,
    merged,
    written_at,
)
from spark_trainer.models.kinds.by_trainer import kind_of
from spark_trainer.models.kinds.common import Template
from spark_trainer.models.template_files import TemplateFile
from spark_trainer.models.wording import MISSING


@dataclass(frozen=True)
class Entry:
    """A template that can be used."""

    name: str
    mapping: Mapping[str, Any]
    """As YAML has it, `extends` resolved."""
    settings: Template
    chain: tuple[Written, ...]
    """Where it is written, and what it extends."""

    @property
    def trainer(self) -> str:
        """The template whose trainer trains it."""
        return self.settings.trainer or self.name

    @property
    def extends(self) -> str | None:
        return self.chain[1].name if len(self.chain) > 1 else None

    @property
    def where(self) -> str:
        return self.chain[0].file.where

    @property
    def line(self) -> int | None:
        return self.chain[0].file.source.line_of(self.chain[0].path(()))

    @property
    def shipped(self) -> bool:
        return self.chain[0].file.shipped

    @property
    def remark(self) -> str | None:
        """Whose place it takes, as a line of text; None = nobody's."""
        return self.chain[0].remark

    def to_json(self) -> dict[str, Any]:
        """All of it, defaults included, for a program."""
        return {
            "id": self.name,
            "trainer": self.trainer,
            "extends": self.extends,
            "file": self.where,
            "line": self.line,
            "shipped": self.shipped,
            "template": self.settings.model_dump(mode="json"),
        }

    def row(self, path: KeyPath, problem: str) -> str:
        """A mistake at one of its keys as a line of text, where it is written."""
        return written_at(self.chain, path).row(path, problem)


@dataclass(frozen=True)
class Gallery:
    """What the files hold together."""

    entries: Mapping[str, Entry]
    broken: Mapping[str, tuple[str, ...]]
    """Templates that cannot be used: all that is wrong, a line of text each."""
    categories: Mapping[str, Category]
    autodiscovery: Autodiscovery
    problems: tuple[str, ...]
    """All mistakes of all files, once each."""
    remarks: tuple[str, ...]
    """What is no mistake, and may surprise."""

    def entry(self, name: str) -> Entry:
        """The template of that name.

        Raises:
            ConfigError: it has mistakes.
            UsageError: there is none.
        """
        if name in self.broken:
            raise ConfigError("\n".join(self.broken[name]))
        if name not in self.entries:
            message = one_of(name, "template", list(self.entries))
            raise UsageError("\n".join([message, *self.problems]))
        return self.entries[name]


def build_gallery(
    files: Sequence[TemplateFile], problems: Iterable[str] = (), remarks: Iterable[str] = ()
) -> Gallery:
    """The gallery of these files; a later file goes before an earlier one.

    Args:
        problems: of files that could not be read.
    """
    categories: dict[str, Category] = {}
    found = Autodiscovery()
    for file in files:
        categories |= file.categories
        own = file.autodiscovery
        found = own if isinstance(own, Autodiscovery) else found.with_own(own)
    latest = _latest(files)
    entries, broken = {}, {}
    for name, written in latest.items():
        entry = _entry(written, latest, categories)
        if isinstance(entry, Entry):
            entries[name] = entry
        else:
            broken[name] = tuple(dict.fromkeys(entry))
    told = [*problems, *(row for file in files for row in file.problems)]
    told += [row for rows in broken.values() for row in rows]
    said = [*remarks, *(remark for one in latest.values() if (remark := one.remark))]
    return Gallery(entries, broken, categories, found, tuple(dict.fromkeys(told)), tuple(said))


def _latest(files: Sequence[TemplateFile]) -> dict[str, Written]:
    latest: dict[str, Written] = {}
    for file in files:
        for name, value in file.templates.items():
            latest[name] = Written(name, value, file, latest.get(name))
    return latest


def _entry(
    written: Written, latest: Mapping[str, Written], categories: Mapping[str, Category]
) -> Entry | list[str]:
    """The template, or all that is wrong with it."""
    try:
        chain = chain_of(written, latest)
    except BrokenChainError as e:
        return [str(e)]
    rows = _Rows(chain)
    mapping = merged(chain)
    category = mapping.get("category")
    if isinstance(category, str) and category not in categories:
        rows.add(("category",), one_of(category, "category", list(categories)))
    trainer = mapping.get("trainer")
    kind = kind_of(trainer if isinstance(trainer, str) else chain[-1].name)
    settings, mistakes = try_settings(kind, mapping)
    for mistake in mistakes:
        rows.add(mistake.path, mistake.problem)
    if len(chain) == 1 and any(len(m.path) == 1 and m.problem == MISSING for m in mistakes):
        rows.add((), "extends no other template, so it must say everything; or write `extends:`")
    if rows.found or settings is None:
        return rows.in_order()
    return Entry(written.name, mapping, settings, chain)


class _Rows:
    """Mistakes of a template, which may be written in several files."""

    def __init__(self, chain: tuple[Written, ...]) -> None:
        self.chain = chain
        self.found: list[tuple[int, int, str]] = []
        self.reported: set[KeyPath] = set()
        for written in chain:
            own = written.path(())
            for mistake in written.file.source.mistakes:
                if mistake.path[: len(own)] == own:
                    self._add(written, mistake.path[len(own) :], mistake.problem, mistake.line)

    def add(self, path: KeyPath, problem: str) -> None:
        if path not in self.reported:  # what YAML could not read is wrong in the schema too
            self._add(written_at(self.chain, path), path, problem, None)

    def _add(self, written: Written, path: KeyPath, problem: str, line: int | None) -> None:
        self.reported.add(path)
        line = line or written.file.source.line_of(written.path(path)) or 0
        self.found.append((self.chain.index(written), line, written.row(path, problem, line)))

    def in_order(self) -> list[str]:
        """Its own file first, each by line."""
        return [row for _, _, row in sorted(self.found)]
