"""A file for a template of one's own: a few settings over another template, with what they do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spark_trainer.core.atomic import output_errors, write_durable
from spark_trainer.core.errors import OutputError, UsageError
from spark_trainer.core.mistakes import shown
from spark_trainer.core.text import printable
from spark_trainer.models.gallery import Entry, Gallery
from spark_trainer.models.kinds.common import checked_name
from spark_trainer.models.template_files import PROJECT
from spark_trainer.models.template_words import about_key, text_of

_COLUMNS = 88
_ALWAYS = ("training.num_epochs", "training.batch_size", "training.learning_rate")
_MOST_CHANGED: dict[str, tuple[str, ...]] = {
    "apotheon-multimodal": (*_ALWAYS, "data.max_frames", "data.max_audio_s"),
    "whisper-finetune": ("architecture.model", *_ALWAYS, "data.language"),
    "blip2-caption": ("architecture.model", *_ALWAYS, "data.prompt"),
    "qwen2-vl": ("architecture.adapter.kind", *_ALWAYS, "data.prompt", "data.max_frames"),
    "llama3-instruction": ("architecture.adapter.kind", *_ALWAYS, "data.prompt", "data.max_tokens"),
    "svd-video": ("architecture.train", *_ALWAYS, "data.frames", "data.height", "data.width"),
}
"""By trainer: what people change first."""


def new_template(name: str, parent: Entry, where: str) -> str:
    """The text of a file with one template that extends another.

    Args:
        where: how commands name the file.
    """
    lines = [
        f"# A template of your own: {shown(parent.name)} with a few changes. What is not written",
        "# here is as there; lines that you do not change can be deleted.",
        "#",
        f"#   spark-trainer templates show {parent.name}",
        "#       every setting, with what it does",
        f"#   spark-trainer templates validate {where}",
        "#       finds mistakes",
        f"#   spark-trainer train {name} --manifest DATASET",
        "#       starts it",
        "templates:",
        f"  {text_of(name)}:",
        f"    extends: {text_of(parent.name)}",
        f"    name: {text_of(f'{parent.settings.name} ({name})'[:80])}",
        "    description: What it is for, in one sentence.",
    ]
    keys = [key.split(".") for key in _MOST_CHANGED.get(parent.trainer, _ALWAYS)]
    given = [(tuple(key), value) for key in keys if (value := _at(parent.settings, key)) != ...]
    return "\n".join([*lines, *_settings(parent, given)]) + "\n"


def _at(settings: object, path: list[str]) -> Any:
    """The value at a key; `...` where the template has none."""
    value: Any = settings
    for key in path:
        value = getattr(value, key, ...)
    return value


def _settings(parent: Entry, given: list[tuple[tuple[str, ...], Any]]) -> Iterator[str]:
    """Lines of YAML: each group under its key, each setting under a comment."""
    open_groups: tuple[str, ...] = ()
    for path, value in given:
        *groups, key = path
        for depth, group in enumerate(groups):
            if open_groups[: depth + 1] != tuple(groups[: depth + 1]):
                yield f"{_indent(depth)}{group}:"
        open_groups = tuple(groups)
        indent = _indent(len(groups))
        about = about_key(parent.settings, path)
        yield from textwrap.wrap(
            about, _COLUMNS, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# "
        )
        yield f"{indent}{key}: {text_of(value)}"


def _indent(depth: int) -> str:
    return "  " * (depth + 2)


def write_new_template(name: str, parent: Entry, output: Path | None, gallery: Gallery) -> Path:
    """Write the file of a new template.

    Args:
        output: None = `./templates/NAME.yaml`, where it is found by its name.

    Raises:
        UsageError: the name cannot be, or is taken; the file exists.
        OutputError: the file cannot be written.
    """
    try:
        checked_name(name)
    except ValueError as e:
        raise UsageError(str(e)) from e
    if name in gallery.entries or name in gallery.broken:
        raise UsageError(f"there is a template {shown(name)} already; give yours another name")
    path = output or PROJECT / f"{name}.yaml"
    text = new_template(name, parent, printable(path))
    try:
        with output_errors(path, "write"):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durable(path, [text.encode()])
    except OutputError as e:
        if isinstance(e.__cause__, FileExistsError) and path.exists():
            taken = f"{printable(path)} exists already, and is never overwritten"
            raise UsageError(f"{taken}. Give another --output, or another name") from e
        raise
    return path
