"""A pipeline file as written: read key by key, every mistake collected with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spark_trainer.core.mistakes import KeyPath, Mistake, one_of, shown
from spark_trainer.core.text import printable
from spark_trainer.core.yaml_source import YamlSource
from spark_trainer.pipelines.ops import OPS, Op
from spark_trainer.pipelines.parameters import described, read_op

VERSION = 1
"""Of the file format."""
MAX_STEPS = 100
MAX_NAME_CHARS = 200

ID_RULE = "a letter, then letters, digits, `_` or `-`, 64 at most"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_TOP_KEYS = ("version", "name", "steps")
_STEP_KEYS = ("id", "op", "needs", "params", "enabled")


@dataclass(frozen=True)
class Entry:
    """One item of `steps`. None stands for what could not be read; a mistake says why."""

    index: int
    id: str | None
    kind: type[Op] | None
    op: Op | None
    needs: tuple[str, ...] | None
    enabled: bool
    line: int | None = None


@dataclass(frozen=True)
class Document:
    """A pipeline file: what could be read of it, and what is wrong with the rest."""

    name: str
    entries: tuple[Entry, ...]
    mistakes: tuple[Mistake, ...]


def is_id(text: str) -> bool:
    """Whether a step may be called so."""
    return _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a pipeline may be called so: one line that a terminal can show."""
    return 0 < len(text) <= MAX_NAME_CHARS and bool(text.strip()) and printable(text) == text


def read_document(source: YamlSource) -> Document:
    """Check the form of a file and the parameters of each op; the graph is checked elsewhere."""
    reader = _Reader(source)
    top = reader.mapping(source.value, (), _TOP_KEYS)
    if top is None:
        return Document("", (), tuple(reader.mistakes))
    reader.version(top)
    name = reader.text(top, "name", ())
    if name is not None and not is_name(name):
        reader.wrong(("name",), f"must be one line of 1 to {MAX_NAME_CHARS} printable characters")
    entries = reader.entries(top)
    return Document(name or "", entries, tuple(reader.mistakes))


@dataclass
class _Reader:
    source: YamlSource
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, path: KeyPath, problem: str) -> None:
        self.mistakes.append(Mistake(path, problem))

    def mapping(
        self, value: object, path: KeyPath, known: Sequence[str]
    ) -> dict[str, object] | None:
        if not isinstance(value, dict):
            self.wrong(path, f"is {described(value)}; must be a mapping of {', '.join(known)}")
            return None
        for key in value:
            if key not in known:
                self.wrong((*path, key), one_of(key, "key", known))
        return value

    def text(self, mapping: dict[str, object], key: str, path: KeyPath) -> str | None:
        if key not in mapping:
            self.wrong(path, f"`{key}` is missing; it must be text")
            return None
        value = mapping[key]
        if not isinstance(value, str):
            hint = " (YAML reads yes, no, on, off so: quote it)" if isinstance(value, bool) else ""
            self.wrong((*path, key), f"is {described(value)}{hint}; must be text")
            return None
        return value

    def version(self, top: dict[str, object]) -> None:
        if "version" not in top:
            self.wrong((), f"`version` is missing; write `version: {VERSION}`")
        elif top["version"] != VERSION or isinstance(top["version"], bool):
            found = described(top["version"])
            self.wrong(("version",), f"is {found}; this program reads version {VERSION}")

    def entries(self, top: dict[str, object]) -> tuple[Entry, ...]:
        steps = top.get("steps")
        if "steps" not in top:
            self.wrong((), "`steps` is missing; it must be a list of steps")
        elif not isinstance(steps, list) or not steps:
            found = "an empty list" if steps == [] else described(steps)
            self.wrong(("steps",), f"is {found}; must be a list of steps")
        elif len(steps) > MAX_STEPS:
            self.wrong(("steps",), f"has {len(steps)} steps; at most {MAX_STEPS} are taken")
        else:
            return tuple(self.entry(i, step) for i, step in enumerate(steps))
        return ()

    def entry(self, index: int, value: object) -> Entry:
        path: KeyPath = ("steps", index)
        step = self.mapping(value, path, _STEP_KEYS)
        if step is None:
            return Entry(index, None, None, None, None, True, self.source.line_of(path))
        step_id = self.id(step, path)
        kind = self.kind(step, path)
        op = self.op(kind, step, path)
        needs = self.needs(step, path)
        enabled = self.enabled(step, path)
        line = self.source.line_of(path)
        return Entry(index, step_id, kind, op, needs, enabled, line)

    def id(self, step: dict[str, object], path: KeyPath) -> str | None:
        text = self.text(step, "id", path)
        if text is not None and not is_id(text):
            self.wrong((*path, "id"), f"is {described(text)}; must be {ID_RULE}")
            return None
        return text

    def kind(self, step: dict[str, object], path: KeyPath) -> type[Op] | None:
        name = self.text(step, "op", path)
        if name is not None and name not in OPS:
            self.wrong((*path, "op"), one_of(name, "op", list(OPS)))
            return None
        return OPS[name] if name is not None else None

    def op(self, kind: type[Op] | None, step: dict[str, object], path: KeyPath) -> Op | None:
        params = step.get("params")
        if params is None:
            params = {}
        if not isinstance(params, dict):
            found = described(params)
            self.wrong((*path, "params"), f"is {found}; must be a mapping of parameters")
            return None
        if kind is None:
            return None
        op, mistakes = read_op(kind, params, (*path, "params"))
        self.mistakes.extend(mistakes)
        return op

    def needs(self, step: dict[str, object], path: KeyPath) -> tuple[str, ...] | None:
        needs = step.get("needs")
        if needs is None:
            return ()
        path = (*path, "needs")
        if not isinstance(needs, list):
            self.wrong(path, f"is {described(needs)}; must be a list of step ids, e.g. [ingest]")
            return None
        found: list[str] = []
        for i, need in enumerate(needs):
            if not isinstance(need, str):
                self.wrong((*path, i), f"is {described(need)}; must be the id of a step")
                continue
            if need in found:
                self.wrong((*path, i), f"{shown(need)} stands here twice; keep one")
            found.append(need)
        return tuple(found) if len(found) == len(needs) else None

    def enabled(self, step: dict[str, object], path: KeyPath) -> bool:
        value = step.get("enabled", True)
        if isinstance(value, bool):
            return value
        self.wrong((*path, "enabled"), f"is {described(value)}; must be true or false")
        return True
