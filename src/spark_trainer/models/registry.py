"""The gallery of models that can be trained, from the files of templates, read as they change.

Shipped templates first, then `~/.spark_trainer/templates/*.yaml`, then `./templates/*.yaml`: of two
templates of one name the later is taken.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.core.yaml_source import YamlSource, read_yaml
from spark_trainer.models.gallery import Gallery, build_gallery
from spark_trainer.models.template_files import (
    TemplateFile,
    home_folder,
    not_read,
    own_files,
    read_template_file,
    shipped_file,
)

Stamp = tuple[str, int, int]
"""Path, time of the last change in nanoseconds, and size in bytes."""


class Registry:
    """Reads the files when they changed, and looks for changes now and then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._read: dict[Stamp, TemplateFile | ConfigError] = {}
        self._shipped: TemplateFile | None = None
        self._seen: tuple[tuple[int, int], tuple[Stamp, ...]] | None = None
        self._gallery: Gallery | None = None
        self._looked_at_s = 0.0

    def gallery(self, *, look_now: bool = False) -> Gallery:
        """All templates.

        Args:
            look_now: look for changed files even where `reload_interval` is not over.
        """
        now_s = self._clock()
        known, age_s = self._gallery, now_s - self._looked_at_s
        if known and not look_now and age_s < known.autodiscovery.reload_interval:
            return known
        self._looked_at_s = now_s
        here = Path().stat()  # by number: a working directory that was removed has no path
        stamps = tuple(_stamps(home_folder()))
        seen = ((here.st_dev, here.st_ino), stamps)
        if self._gallery is None or seen != self._seen:
            self._gallery, self._seen = self._built(stamps), seen
        return self._gallery

    def _built(self, stamps: tuple[Stamp, ...]) -> Gallery:
        if self._shipped is None:
            self._shipped = read_template_file(shipped_file(), shipped=True)
        self._read = {stamp: self._read.get(stamp) or _file(Path(stamp[0])) for stamp in stamps}
        read = self._read.values()
        return build_gallery(
            [self._shipped, *(file for file in read if isinstance(file, TemplateFile))],
            [
                row
                for file in read
                if isinstance(file, ConfigError)
                for row in str(file).split("\n")
            ],
            not_read(home_folder()),
        )


def _stamps(home: Path) -> list[Stamp]:
    stamps = []
    for path in own_files(home):
        try:
            state = path.stat()
        except OSError:
            continue  # went away since the folder was listed
        stamps.append((str(path), state.st_mtime_ns, state.st_size))
    return stamps


def _file(path: Path) -> TemplateFile | ConfigError:
    try:
        return read_template_file(read_yaml(path))
    except ConfigError as e:
        return e


_REGISTRY = Registry()


def gallery(*, look_now: bool = False) -> Gallery:
    """The gallery of this process, see `Registry.gallery`."""
    return _REGISTRY.gallery(look_now=look_now)


def gallery_with(path: Path) -> tuple[Gallery, TemplateFile]:
    """The gallery with one file more, over all others, and that file.

    Raises:
        ConfigError: it cannot be read, or is no YAML.
        UsageError: there is none.
    """
    if not path.is_file():
        problem = "is a folder; give one of its files" if path.is_dir() else "no such file"
        raise UsageError(f"{printable(path)}: {problem}")
    file = read_template_file(read_yaml(path))
    others = [read_template_file(shipped_file(), shipped=True)]
    for own in own_files(home_folder()):
        if not own.samefile(path) and isinstance(read := _file(own), TemplateFile):
            others.append(read)
    return build_gallery([*others, file]), file


def templates_source() -> YamlSource:
    """The file that ships with this program, with the line of every key."""
    return shipped_file()


def template(name: str) -> dict[str, Any]:
    """One template's mapping, `extends` resolved, as `ApotheonMultiModalModel` takes it.

    Raises:
        ConfigError: it has mistakes: all of them, by file, line and key.
        UsageError: there is none of that name.
    """
    return copy.deepcopy(dict(gallery(look_now=True).entry(name).mapping))
