"""The processor of a chat model with eyes, on machines without torchvision too.

Processors of models that also see videos (Qwen-VL, ...) want a video processor, which wants
torchvision, which has no build for the CPU. Frames are pictures: none of that is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import is_installed, require
from spark_trainer.core.text import printable
from spark_trainer.labelers.loading import load_processor

_VIDEO = "video_processor"


def load_chat_processor(folder: Path) -> Any:
    """A processor that takes `images` and `text`, with the model's chat template.

    Raises:
        BackendUnavailableError: its files are missing or damaged, or the model takes no pictures.
    """
    kind = _processor_class(folder)
    if kind is None or _VIDEO not in kind.get_attributes() or is_installed("torchvision"):
        return load_processor("AutoProcessor", folder)
    pictures = load_processor("AutoImageProcessor", folder)
    tokenizer = load_processor("AutoTokenizer", folder)
    return _without_videos(kind)(
        image_processor=pictures, tokenizer=tokenizer, chat_template=_template(folder, tokenizer)
    )


def _processor_class(folder: Path) -> Any:
    """The processor class that transformers pairs with the model, None where it knows none."""
    transformers = require("transformers", extra="labels")
    mapping = require("transformers.models.auto.processing_auto", extra="labels")
    try:
        config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as e:
        raise BackendUnavailableError(f"{printable(folder)}: no usable config.json: {e}") from e
    name = mapping.PROCESSOR_MAPPING_NAMES.get(config.model_type)
    return getattr(transformers, name) if name else None


def _without_videos(kind: Any) -> Any:
    """That class, satisfied without a video processor."""

    def check(self: Any, argument_name: str, argument: Any) -> Any:
        if argument_name == _VIDEO:
            return None
        return kind.check_argument_for_proper_class(self, argument_name, argument)

    return type(kind.__name__, (kind,), {"check_argument_for_proper_class": check})


def _template(folder: Path, tokenizer: Any) -> str | None:
    """`chat_template.jinja`, else the tokenizer's; transformers renders both in a sandbox."""
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    template: str | None = tokenizer.chat_template
    return template
