"""A model of transformers from a folder onto a device: safetensors only, no code from the hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import BatchTooLargeError

_CANNOT_ALLOCATE = "can't allocate memory"
"""What PyTorch's allocator for the CPU says, in a plain RuntimeError."""

_BROKEN = (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError)
"""What transformers raises over files that are damaged or of another model."""


def load_model(kind: str, folder: Path, device: str, precision: str) -> Any:
    """A model in evaluation mode.

    Args:
        kind: the class's name in transformers, e.g. `BlipForConditionalGeneration`.
        folder: with `config.json` and safetensors, see `weights.find_weights`.
        device: as `choose_device` gives it.
        precision: as `choose_precision` gives it; int8 keeps the weights of linear layers so.

    Raises:
        BackendUnavailableError: the files are damaged or of another kind of model.
    """
    torch, transformers = require("torch", extra="labels"), require("transformers", extra="labels")
    transformers.utils.logging.disable_progress_bar()  # it would tear our own bars apart
    broken = (*_BROKEN, require("safetensors", extra="labels").SafetensorError)
    dtypes = {"bf16": torch.bfloat16, "fp16": torch.float16}
    try:
        model, report = getattr(transformers, kind).from_pretrained(
            folder,
            dtype=dtypes.get(precision, torch.float32),
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except broken as e:
        raise BackendUnavailableError(
            f"{printable(folder)}: cannot be loaded as {kind}: {type(e).__name__}: {e}"
        ) from e
    if missing := sorted(report["missing_keys"]):
        raise BackendUnavailableError(
            f"{printable(folder)}: the weights lack {len(missing)} of the parameters of {kind}, "
            f"such as {missing[0]}: they would stay random. Is it another kind of model?"
        )
    model = model.eval().requires_grad_(False)
    if precision == "int8":
        from spark_trainer.labelers.pictures.int8 import quantise_weights

        quantise_weights(model)
    return model.to(device)


def load_processor(kind: str, folder: Path) -> Any:
    """A processor, tokenizer or image processor of transformers.

    Raises:
        BackendUnavailableError: its files are missing or damaged.
    """
    transformers = require("transformers", extra="labels")
    try:
        return getattr(transformers, kind).from_pretrained(folder, local_files_only=True)
    except _BROKEN as e:
        raise BackendUnavailableError(
            f"{printable(folder)}: no {kind} can be loaded: {type(e).__name__}: {e}"
        ) from e


@contextmanager
def out_of_memory_is_too_large() -> Iterator[None]:
    """Turn PyTorch's ways of saying that memory ran out into BatchTooLargeError."""
    torch = require("torch", extra="labels")
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as e:
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        raise BatchTooLargeError(str(e)) from e
    except RuntimeError as e:
        if _CANNOT_ALLOCATE not in str(e):
            raise
        raise BatchTooLargeError(str(e)) from e
