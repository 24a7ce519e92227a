"""YAML read as plain values, with the line of each: no tags, no bombs, no silent duplicates.

Values are what `yaml.safe_load` would give, with three differences: a date stays text, `1e-3`
is a number (as YAML 1.2 has it), and what is not plain data is a mistake with its line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import KeyPath, Mistake, raise_mistakes, shown
from spark_trainer.core.text import printable

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_VALUES = 10_000
"""Values in the file after aliases are expanded; stops `&a [*b, *b]` bombs."""
MAX_NUMBER_CHARS = 64

_YAML = "tag:yaml.org,2002:"
_EXPONENT = re.compile(r"^[-+]?[0-9]+[eE][-+]?[0-9]+$")


_MEANINGS = {
    "mapping values are not allowed here": "a `: ` where none can stand. Text that holds one needs "
    'quotes ("a: b"); or the line before lacks a space after its `:`',
    "expected <block end>": "this line is set in by a number of spaces that fits no line above",
    "could not find expected ':'": "a line without `: ` between lines of `key: value`",
    "found unexpected end of stream": "a quote or bracket is opened and never closed",
}
"""What the parser says, and what it means for who wrote the file."""


class _Refused(Exception):
    """The whole file is refused: reading on would be unsafe or pointless."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True)
class YamlSource:
    """The values of one file and where they stand."""

    where: str
    """How messages name the file."""
    value: object
    """Dicts with text keys, lists, text, finite numbers, booleans, None."""
    lines: Mapping[KeyPath, int]
    mistakes: tuple[Mistake, ...]
    """What could be passed over while reading on: duplicate keys, odd keys, odd numbers."""

    def line_of(self, path: KeyPath) -> int | None:
        """The line of a value, or of the nearest thing around it; counted from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


class PlainLoader(yaml.SafeLoader):
    """Composes nodes within limits; the parser below it does not recurse."""

    depth = 0
    nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        self._check(event)
        self.depth += 1
        self.nodes += 1
        node = super().compose_node(parent, index)  # type: ignore[arg-type]
        self.depth -= 1
        return node

    def _check(self, event: yaml.Event) -> None:
        problem = None
        tag = getattr(event, "tag", None)
        if tag is not None:
            problem = f"the tag {shown(tag)} is not taken; write plain values without tags"
        elif self.depth >= MAX_DEPTH:
            problem = f"nested deeper than {MAX_DEPTH} levels"
        elif self.nodes >= MAX_VALUES:
            problem = f"more than {MAX_VALUES:,} values"
        if problem:
            raise _Refused(problem, event.start_mark.line + 1 if event.start_mark else 1)


class PlainDumper(yaml.SafeDumper):
    """Writes what `PlainLoader` reads back as the same values; short lists on one line."""

    def ignore_aliases(self, data: object) -> bool:
        return True


PlainLoader.add_implicit_resolver(f"{_YAML}float", _EXPONENT, list("-+0123456789"))
PlainDumper.add_implicit_resolver(f"{_YAML}float", _EXPONENT, list("-+0123456789"))
PlainDumper.add_representer(
    list, lambda dumper, data: dumper.represent_sequence(f"{_YAML}seq", data, flow_style=True)
)
# Without quotes PyYAML writes U+0085 raw and reads it back as a space.
PlainDumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        f"{_YAML}str", text, style=None if text.isprintable() else '"'
    ),
)


def dump_yaml(value: object) -> str:
    """YAML that `parse_yaml` reads back to an equal value; keys keep their order."""
    text = yaml.dump(
        value, Dumper=PlainDumper, sort_keys=False, default_flow_style=False, allow_unicode=True
    )
    return str(text)


def read_yaml(path: Path) -> YamlSource:
    """Read a file of at most 1 MiB.

    Raises:
        ConfigError: it cannot be read, or is not YAML that can be read on.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or str(e)
        raise ConfigError(f"cannot read {printable(path)}: {reason}") from e
    return parse_yaml(data, printable(path))


def parse_yaml(data: bytes, where: str) -> YamlSource:
    """Turn the bytes of one YAML document into plain values with their lines.

    Raises:
        ConfigError: too large, not UTF-8, not YAML, tags, nesting or aliases past the limits.
    """
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{where}: larger than 1 MiB; a file of settings is a few KiB")
    reader = _Reader()
    try:
        node = _compose(_decode(data, where), where)
        if node is None:
            raise ConfigError(f"{where}:1: the file is empty")
        value = reader.value(node, ())
    except _Refused as e:
        raise _error(where, e.line, str(e)) from e
    return YamlSource(where, value, reader.lines, tuple(reader.mistakes))


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise _error(
            where, line, f"byte 0x{data[e.start]:02x} is not UTF-8; save it as UTF-8"
        ) from e


def _compose(text: str, where: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=PlainLoader)
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        raise _error(where, line, "a control character is not allowed in YAML") from e
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        line = mark.line + 1 if mark else 1
        raise _error(where, line, _syntax(e)) from e
    except (yaml.YAMLError, ValueError, OverflowError) as e:
        raise _error(where, 1, f"not YAML: {e}") from e


def _syntax(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, yaml.composer.ComposerError):
        return error.problem or "not YAML"
    problem = error.problem or error.context or "syntax"
    if r"'\t'" in problem:
        return "not YAML: a tab where spaces are wanted; indent with spaces"
    for words, meaning in _MEANINGS.items():
        if words in problem:
            return f"not YAML: {meaning}"
    return f"not YAML: {problem}" + (f" ({error.context})" if error.context else "")


def _error(where: str, line: int, problem: str) -> ConfigError:
    return ConfigError(f"{where}:{line}: {printable(problem)}")


class _NotPlain(Exception):
    pass


@dataclass
class _Reader:
    """Walks the nodes once, aliases expanded, within a budget."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    values: int = 0
    chars: int = 0

    def value(self, node: yaml.Node, path: KeyPath) -> object:
        self._spend(node, path)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            raise AssertionError("a composed node is a mapping, a sequence or a scalar")
        try:
            return _scalar(node)
        except _NotPlain as e:
            self.mistakes.append(Mistake(path, str(e)))
            return None

    def _spend(self, node: yaml.Node, path: KeyPath) -> None:
        self.values += 1
        line = node.start_mark.line + 1
        self.chars += len(node.value) if isinstance(node, yaml.ScalarNode) else 0
        if len(path) > MAX_DEPTH:
            raise _Refused(f"nested deeper than {MAX_DEPTH} levels", line)
        if self.values > MAX_VALUES or self.chars > MAX_BYTES:
            raise _Refused("aliases (`*name`) expand to too much; write the values out", line)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        out: dict[str, object] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._key(key_node, path, line)
            if key is None:
                continue
            if key in out:
                again = f"given twice; first in line {first[key]}. Keep one"
                self.mistakes.append(Mistake((*path, key), again, line))
                continue
            first[key] = self.lines[(*path, key)] = line
            out[key] = self.value(value_node, (*path, key))
        return out

    def _key(self, node: yaml.Node, path: KeyPath, line: int) -> str | None:
        if node.tag == f"{_YAML}merge":
            problem = "the merge key `<<` is not taken; write the keys out"
        elif not isinstance(node, yaml.ScalarNode) or node.tag != f"{_YAML}str":
            problem = "a key that is not a word; put it in quotes if it is meant"
        elif _surrogate(node.value):
            problem = "a key with half a surrogate pair, which is no text"
        else:
            return str(node.value)
        self.mistakes.append(Mistake(path, problem, line))
        return None


def _surrogate(text: str) -> bool:
    return any(0xD800 <= ord(c) <= 0xDFFF for c in text)


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text = str(node.value)
    kind = node.tag.removeprefix(_YAML)
    if _surrogate(text):
        raise _NotPlain("half a surrogate pair is no text")
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("yes", "true", "on")
    if kind in ("int", "float"):
        return _number(node, kind)
    return text


def _number(node: yaml.ScalarNode, kind: str) -> int | float:
    if len(node.value) > MAX_NUMBER_CHARS:  # `1:1:1...` is base 60, and costs its length squared
        raise _NotPlain(f"{shown(node.value)} is out of range for a number")
    construct = yaml.constructor.SafeConstructor()
    try:
        number: int | float = (
            construct.construct_yaml_int(node)
            if kind == "int"
            else construct.construct_yaml_float(node)
        )
    except (ValueError, OverflowError) as e:
        raise _NotPlain(f"{shown(node.value)} cannot be read as a number") from e
    if abs(number) >= 2**63 if isinstance(number, int) else not math.isfinite(number):
        raise _NotPlain(f"{shown(node.value)} is out of range for a number")
    return number


def finish(source: YamlSource, mistakes: list[Mistake]) -> None:
    """Raise what was found in the file, if anything.

    Raises:
        ConfigError: all mistakes, one a line.
    """
    reported = {mistake.path for mistake in source.mistakes}
    more = [mistake for mistake in mistakes if mistake.path not in reported]
    raise_mistakes(source.where, [*source.mistakes, *more], source.line_of)
