"""A trainer's module, imported; whatever it raises is told with file and line."""

from __future__ import annotations

import hashlib
import importlib
import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from spark_trainer.core.errors import SparkTrainerError, TrainerError
from spark_trainer.core.text import printable
from spark_trainer.trainers.trainer_scan import PACKAGE, FoundTrainer


def imported(trainer: FoundTrainer) -> Any:
    """The module of a trainer, or the object that its entry point names."""
    if trainer.entry_point is not None:
        return trainer.entry_point.load()
    assert trainer.path is not None
    if trainer.shipped:
        inside = trainer.path.relative_to(PACKAGE).with_suffix("")
        return importlib.import_module(".".join((PACKAGE.name, *_without_init(inside.parts))))
    return _from_file(trainer.path.resolve())


def _without_init(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts[:-1] if parts[-1] == "__init__" else parts


def _from_file(path: Path) -> ModuleType:
    """A module under a name of its own, so that it hides no other; a changed file is run anew."""
    state = path.stat()
    version = f"{path}\0{state.st_mtime_ns}\0{state.st_size}"
    key = hashlib.sha256(version.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    name = f"_spark_trainer_found_{key}"
    if name in sys.modules:
        return sys.modules[name]
    inner = [str(path.parent)] if path.name == "__init__.py" else None
    spec = spec_from_file_location(name, path, submodule_search_locations=inner)
    if spec is None or spec.loader is None:
        raise ImportError("the file's name does not end in .py")
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


class Told:
    """Turns whatever a trainer's module raises into a TrainerError.

    Not an `except`, because it would have to be the widest one: a person's module may raise
    anything as it is imported, and this is the one place that runs such code.
    """

    def __init__(self, trainer: FoundTrainer) -> None:
        self.trainer = trainer

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if isinstance(error, SparkTrainerError):
            return  # says what is wrong already
        if isinstance(error, Exception | SystemExit):
            place, reason = _place(error, self.trainer), _reason(error)
            raise TrainerError(
                f"the trainer of `{self.trainer.template}` does not import: {place}: {reason}"
            ) from error


def _place(error: BaseException, trainer: FoundTrainer) -> str:
    """File and line that the error is of: in the trainer's own file, where it is there."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{printable(error.filename)}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = str(trainer.path.resolve()) if trainer.path is not None else ""
    for frame in reversed(frames):
        if frame.filename == own:
            return f"{printable(own)}:{frame.lineno}"
    return trainer.where


def _reason(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = printable(error.name.partition(".")[0])
        return (
            f"it needs the package `{package}`, which is not installed. "
            f"Install it: pip install 'spark-trainer[train]', or pip install {package}"
        )
    return printable(f"{type(error).__name__}: {error}")
