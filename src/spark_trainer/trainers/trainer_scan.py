"""Which module trains which template.

A trainer is a module whose docstring has, on a line of its own, the marker `@trainer_template:` and
the template's name. The scan reads files as syntax trees and never runs them. Packages that are
installed beside this program name theirs by entry points of the group `spark_trainer.trainers`: the
template's name, and the module.
"""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import spark_trainer
from spark_trainer.core.mistakes import shown
from spark_trainer.core.text import printable
from spark_trainer.models.gallery_settings import Autodiscovery
from spark_trainer.models.kinds.common import checked_name
from spark_trainer.models.template_files import home_folder

GROUP = "spark_trainer.trainers"
PACKAGE = Path(spark_trainer.__file__).parent
MAX_BYTES = 1024 * 1024
_SKIPPED = ("__pycache__", "node_modules", "site-packages")


@dataclass(frozen=True)
class FoundTrainer:
    """A module that says whose trainer it is."""

    template: str
    path: Path | None
    """None for an entry point."""
    line: int
    """Of the marker, from 1; 0 for an entry point."""
    entry_point: EntryPoint | None = None

    @property
    def where(self) -> str:
        """In words: the file and line, or the entry point."""
        if self.path is not None:
            return f"{printable(self.path)}:{self.line}"
        assert self.entry_point is not None
        return f"the entry point {shown(self.entry_point.value)}"

    def same_file(self, other: FoundTrainer) -> bool:
        """Whether both are one file, reached by two search paths."""
        ours, theirs = self.path, other.path
        return ours is not None and theirs is not None and ours.resolve() == theirs.resolve()

    @property
    def shipped(self) -> bool:
        return self.path is not None and self.path.is_relative_to(PACKAGE)


@dataclass
class Found:
    """What a scan found."""

    trainers: dict[str, FoundTrainer] = field(default_factory=dict)
    """By template."""
    remarks: list[str] = field(default_factory=list)
    """Which trainer takes the place of which."""
    problems: list[str] = field(default_factory=list)
    """Files that seem to be trainers and cannot be read, a line of text each."""

    def add(self, trainer: FoundTrainer) -> None:
        """Take a trainer; it goes before one that was found earlier for the same template."""
        before = self.trainers.get(trainer.template)
        if before is not None and before.same_file(trainer):
            return
        if before is not None:
            self.remarks.append(
                f"{trainer.where}: the trainer of `{trainer.template}`, in place of {before.where}"
            )
        self.trainers[trainer.template] = trainer


def scan(settings: Autodiscovery) -> Found:
    """All trainers: those of entry points first, then those of the search paths, in order."""
    found = Found()
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        found.add(FoundTrainer(point.name, None, 0, point))
    for text in settings.search_paths:
        for path in _files(search_folder(text), settings.pattern):
            _read(path, settings.marker, found)
    return found


def search_folder(text: str) -> Path:
    """The folder of a search path; `src/spark_trainer/...` is this package, wherever it is."""
    path = Path(text)
    if path.parts[:1] == ("~",):
        path = home_folder().joinpath(*path.parts[1:])
    for root in (Path("src/spark_trainer"), Path("spark_trainer")):
        if path.is_relative_to(root):
            return PACKAGE / path.relative_to(root)
    return path


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(folder.glob(pattern)):
        inside = path.relative_to(folder).parts
        if path.is_file() and not any(p in _SKIPPED or p.startswith(".") for p in inside):
            yield path


def _read(path: Path, marker: str, found: Found) -> None:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as e:
        found.problems.append(f"cannot read {printable(path)}: {e.strerror or e}")
        return
    if os.fsencode(marker) not in data or len(data) > MAX_BYTES:
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # about the style of other people's strings
            markers = list(_markers(ast.parse(data), marker))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        line = getattr(e, "lineno", None) or 1
        problem = f"{type(e).__name__}: {getattr(e, 'msg', e)}"
        found.problems.append(f"{printable(path)}:{line}: is no Python: {printable(problem)}")
        return
    _add(path, markers, found)


def _add(path: Path, markers: Iterable[tuple[str, int]], found: Found) -> None:
    for name, line in markers:
        try:
            found.add(FoundTrainer(checked_name(name), path, line))
        except ValueError as e:
            found.problems.append(f"{printable(path)}:{line}: {e}")


def _markers(tree: ast.Module, marker: str) -> Iterator[tuple[str, int]]:
    """Names after the marker in the module's docstring, with their lines."""
    first = tree.body[0] if tree.body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return
    if isinstance(text := first.value.value, str):
        for offset, line in enumerate(text.split("\n")):
            words = line.strip()
            if words.startswith(marker):
                yield words.removeprefix(marker).strip(), first.lineno + offset
