"""`extends:` resolved: a template over the one that it extends, and where each key was written."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.mistakes import KeyPath, Mistake, mistake_rows, one_of, shown
from spark_trainer.models.template_files import TemplateFile


@dataclass(frozen=True, eq=False)
class Written:
    """A template as one file has it."""

    name: str
    value: Any
    file: TemplateFile
    below: Written | None
    """The one of the same name whose place it takes."""

    def path(self, path: KeyPath) -> KeyPath:
        """Where a key of the template stands in the file."""
        return ("templates", self.name, *path)

    def row(self, path: KeyPath, problem: str, line: int | None = None) -> str:
        """A mistake as a line of text, with file, line and key."""
        mistake = Mistake(self.path(path), problem, line)
        return mistake_rows(self.file.where, [mistake], self.file.source.line_of)[0]

    @property
    def remark(self) -> str | None:
        """Whose place it takes, as a line of text; None = nobody's."""
        if self.below is None:
            return None
        line = self.below.file.source.line_of(self.path(()))
        other = f"the one in {self.below.file.where}:{line}"
        return self.row(
            (), f"takes the place of {'the shipped one' if self.below.file.shipped else other}"
        )


class BrokenChainError(Exception):
    """A template extends nothing that can be extended; the message is a line of text."""


def chain_of(written: Written, latest: Mapping[str, Written]) -> tuple[Written, ...]:
    """A template, the one that it extends, the one that this extends, and so on.

    A template that extends its own name extends the one whose place it takes.

    Raises:
        BrokenChainError: an unknown template, a circle, or something that is no mapping.
    """
    chain: list[Written] = []
    following: Written | None = written
    while following is not None:
        if following in chain:
            names = " -> ".join(f"`{one.name}`" for one in (*chain, following))
            raise BrokenChainError(written.row(("extends",), f"goes in a circle: {names}"))
        chain.append(following)
        following = _extended(following, latest)
    return tuple(chain)


def _extended(written: Written, latest: Mapping[str, Written]) -> Written | None:
    if not isinstance(written.value, Mapping):
        problem = f"is {shown(written.value)}; wanted the settings of a template"
        raise BrokenChainError(written.row((), problem))
    name = written.value.get("extends")
    if name is None:
        return None
    if not isinstance(name, str):
        problem = f"is {shown(name)}; wanted the name of a template"
        raise BrokenChainError(written.row(("extends",), problem))
    if name == written.name:
        if written.below is None:
            problem = "extends itself, and takes the place of no other template"
            raise BrokenChainError(written.row(("extends",), problem))
        return written.below
    if name not in latest:
        raise BrokenChainError(written.row(("extends",), one_of(name, "template", list(latest))))
    return latest[name]


def merged(chain: tuple[Written, ...]) -> dict[str, Any]:
    """One mapping: keys of mappings are joined, lists and values replaced. Without `extends`.

    `trainer` is filled in, where the template has it from the one that it extends, and
    `base_model` follows a changed `architecture.model`.
    """
    whole: dict[str, Any] = {}
    for written in reversed(chain):
        whole = joined(whole, written.value)
    whole.pop("extends", None)
    if len(chain) > 1 and whole.get("trainer") is None:
        whole["trainer"] = chain[-1].name
    if (model := _changed_model(chain)) is not None:
        whole["base_model"] = model
    return whole


def _changed_model(chain: tuple[Written, ...]) -> str | None:
    """The model that a template names without saying so in words."""
    for written in chain:
        architecture = written.value.get("architecture")
        model = architecture.get("model") if isinstance(architecture, Mapping) else None
        if "base_model" in written.value:
            return None
        if isinstance(model, str):
            return model
    return None


def joined(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of mappings are joined, lists and values of `above` replace those of `below`."""
    out = dict(below)
    for key, value in above.items():
        under = out.get(key)
        if isinstance(value, Mapping):
            out[key] = joined(under if isinstance(under, Mapping) else {}, value)
        else:
            out[key] = copy.deepcopy(value)
    return out


def written_at(chain: tuple[Written, ...], path: KeyPath) -> Written:
    """Which of them says what stands at a key; for one that is missing, at the key around it."""
    for end in range(len(path), -1, -1):
        for written in chain:
            if written.path(path[:end]) in written.file.source.lines:
                return written
    return chain[0]
