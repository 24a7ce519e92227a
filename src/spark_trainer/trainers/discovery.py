"""The trainers of templates: which there are, and the one that is wanted, loaded.

`trainer_scan` says how a module becomes a trainer. Nothing is run before `load_trainer`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from spark_trainer.core.errors import TrainerError, UsageError
from spark_trainer.core.mistakes import one_of, shown
from spark_trainer.models.gallery import Entry
from spark_trainer.models.gallery_settings import Autodiscovery
from spark_trainer.models.kinds.by_trainer import KINDS
from spark_trainer.models.registry import gallery
from spark_trainer.trainers.trainer_import import Told, imported
from spark_trainer.trainers.trainer_scan import Found, scan

RECIPE = "RECIPE"
"""What a trainer's module defines."""


class Trainers:
    """The trainers of this process; the folders are scanned again every `reload_interval`."""

    def __init__(
        self,
        settings: Callable[[], Autodiscovery] = lambda: gallery(look_now=True).autodiscovery,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._found: tuple[float, Autodiscovery, int, Found] | None = None

    def found(self, *, look_now: bool = False) -> Found:
        """What the last scan found.

        Args:
            look_now: scan even where `reload_interval` is not over.
        """
        settings, here, now_s = self._settings(), Path().stat().st_ino, self._clock()
        if self._found is not None and not look_now:
            at_s, of, place, found = self._found
            if (of, place) == (settings, here) and now_s - at_s < settings.reload_interval:
                return found
        found = scan(settings)
        self._found = now_s, settings, here, found
        return found

    def load(self, template: str) -> Any:
        """The `RECIPE` of the trainer of a template.

        Raises:
            UsageError: no trainer says that it is that template's.
            TrainerError: its module does not import, or defines no `RECIPE`.
        """
        found = self.found()
        if template not in found.trainers:
            found = self.found(look_now=True)
        if template not in found.trainers:
            problem = one_of(template, "trainer", sorted(found.trainers))
            raise UsageError("\n".join([problem, *found.problems]))
        trainer = found.trainers[template]
        with Told(trainer):
            made = imported(trainer)
            recipe = getattr(made, RECIPE, None) if isinstance(made, ModuleType) else made
        if recipe is None:
            raise TrainerError(
                f"the trainer of `{template}` ({trainer.where}) defines no `{RECIPE}`. "
                f"Define one: CONTRIBUTING.md shows a trainer"
            )
        return recipe


_TRAINERS = Trainers()


def trainers(*, look_now: bool = False) -> Found:
    """The trainers of this process, see `Trainers.found`."""
    return _TRAINERS.found(look_now=look_now)


def load_trainer(template: str) -> Any:
    """The `RECIPE` of a template's trainer, see `Trainers.load`."""
    return _TRAINERS.load(template)


def trainer_mistake(entry: Entry, found: Found) -> str | None:
    """What is wrong with a template that nobody trains, as a line of text; None = it is trained."""
    known = sorted(KINDS.keys() | found.trainers.keys())
    if entry.trainer in known:
        return None
    if entry.settings.trainer is not None:
        return entry.row(("trainer",), one_of(entry.trainer, "trainer", known))
    return entry.row(
        (),
        f"nobody trains it: no module is the trainer of {shown(entry.name)}. Write `extends:` with "
        f"a template, or `trainer:` with one of {', '.join(known)}",
    )
