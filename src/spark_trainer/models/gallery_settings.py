"""What templates.yaml says besides its templates: categories, and where trainers are found."""

from __future__ import annotations

from pydantic import Field, field_validator

from spark_trainer.core.mistakes import shown
from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Icon


class Category(Settings):
    """A shelf of the gallery."""

    name: str = Field(min_length=1, max_length=80)
    """As a person reads it."""
    icon: Icon
    """Name of an icon of Lucide, such as `mic`."""
    description: str
    """What is on it, in one sentence."""


class OwnAutodiscovery(Settings):
    """What a person's file may say of it; how our own trainers are found is not theirs to say."""

    search_paths: tuple[str, ...] = ()
    """Folders that are looked into after ours."""
    reload_interval: int | None = Field(None, ge=1, le=86_400)
    """Seconds after which a program that keeps running looks again; null = as before."""


class Autodiscovery(Settings):
    """Where trainers are looked for, and how often."""

    search_paths: tuple[str, ...] = ()
    """Folders; of two trainers for one template the one in the later folder is taken."""
    pattern: str = Field("**/*.py", min_length=1, max_length=200)
    """Which files in these folders are read; `**` is any number of folders."""
    marker: str = Field("@trainer_template:", min_length=1, max_length=80)
    """What stands before the template's name, in a line of a module's docstring."""
    reload_interval: int = Field(300, ge=1, le=86_400)
    """Seconds after which a program that keeps running looks again."""

    @field_validator("pattern")
    @classmethod
    def _starts_in_the_folder(cls, pattern: str) -> str:
        if pattern.startswith("/") or ".." in pattern:
            raise ValueError(f"{shown(pattern)} leaves the folder; wanted one such as `**/*.py`")
        return pattern

    def with_own(self, own: OwnAutodiscovery) -> Autodiscovery:
        """These settings with a person's own over them."""
        changes = {
            "search_paths": (*self.search_paths, *own.search_paths),
            "reload_interval": own.reload_interval or self.reload_interval,
        }
        return self.model_copy(update=changes)
