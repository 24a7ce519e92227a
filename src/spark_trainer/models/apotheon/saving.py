"""A model in a folder: `model.safetensors`, `tokenizer/`, and `config.json`, written last.

config.json holds the template and the size and hash of every other file, and its own digest: what
is damaged, missing or foreign is found before anything is used. Nothing here is pickled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from spark_trainer.core.atomic import fsync_folder, output_errors, replace_file
from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import CheckpointError, OutputError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.encoders import without_initialising
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.saved import (
    CONFIG,
    FORMAT,
    TOKENIZER,
    VERSION,
    WEIGHTS,
    check_file,
    measured,
    read_saved,
)
from spark_trainer.models.apotheon.tokenizer import Tokenizer, load_tokenizer
from spark_trainer.models.weight_names import aliases


def save_model(
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    folder: Path,
    state: Mapping[str, Tensor] | None = None,
) -> None:
    """Write the model so that `load_model` makes the same one again.

    Args:
        folder: new or empty. Without its config.json it is no model, so a save that broke off
            leaves nothing that could be loaded.
        state: the weights by name, where they are not in the model: gathered from ZeRO or FSDP.

    Raises:
        OutputError: the folder cannot be written, or holds something already.
    """
    tensors = _to_save(model, model.state_dict() if state is None else state)
    with output_errors(folder, "write"):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError(f"{printable(folder)} is not empty: save a model in a new folder")
        (folder / TOKENIZER).mkdir()
        tokenizer.save(folder / TOKENIZER)
        _write_tensors(folder / WEIGHTS, tensors)
        names = [WEIGHTS, *sorted(f"{TOKENIZER}/{p.name}" for p in (folder / TOKENIZER).iterdir())]
        for name in names:
            _make_durable(folder / name)
        files = {name: measured(folder / name).model_dump() for name in names}
    body = {
        "format": FORMAT,
        "version": VERSION,
        "template": model.config.model_dump(mode="json"),
        "files": files,
    }
    text = json.dumps({**body, "digest": digest(body)}, indent=2, ensure_ascii=False)
    replace_file(folder / CONFIG, [text.encode("utf-8")])


def load_model(
    folder: Path, *, device: torch.device | str = "cpu", verify: bool = True
) -> tuple[ApotheonMultiModalModel, Tokenizer]:
    """The model and its tokenizer, in evaluation mode.

    Args:
        verify: read every file once more to compare its hash; sizes are compared in any case.

    Raises:
        CheckpointError: something is missing, damaged, or of another program; says what.
    """
    saved = read_saved(folder)
    for name, file in saved.files.items():
        check_file(folder, name, file, verify=verify)
    with without_initialising():
        model = ApotheonMultiModalModel(saved.template, weights="random")
    _fill(model, folder / WEIGHTS)
    name = saved.template.architecture.text.tokenizer
    tokenizer = load_tokenizer(
        name if len(saved.files) == 1 else str(folder / TOKENIZER), local_files_only=True
    )
    tokenizer.must_fit(model.text_encoder.vocabulary)
    return model.to(device).eval(), tokenizer


def _to_save(model: nn.Module, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    twice = aliases(model)
    return {
        name: tensor.detach().to("cpu").contiguous()
        for name, tensor in state.items()
        if name not in twice
    }


def _write_tensors(path: Path, tensors: dict[str, Tensor]) -> None:
    safetensors = require("safetensors.torch", extra="train")
    try:
        safetensors.save_file(tensors, path)
    except require("safetensors", extra="train").SafetensorError as e:
        raise OutputError(
            f"cannot write {printable(path)}: {e}. Make room, then save again."
        ) from e


def _make_durable(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    fsync_folder(path.parent)


def _fill(model: nn.Module, path: Path) -> None:
    """Put the saved weights into their places, each in the kind of float that it was saved in."""
    places = dict(model.named_parameters())
    safetensors = require("safetensors", extra="train")
    try:
        with safetensors.safe_open(path, framework="pt") as weights:
            names = list(weights.keys())
            _must_match(path, places, {name: weights.get_slice(name).get_shape() for name in names})
            for name, place in places.items():
                place.data = weights.get_tensor(name)
    except safetensors.SafetensorError as e:
        raise CheckpointError(f"{printable(path)}: is no safetensors file: {e}") from e


def _must_match(path: Path, places: Mapping[str, Any], found: Mapping[str, list[int]]) -> None:
    missing, foreign = sorted(places.keys() - found.keys()), sorted(found.keys() - places.keys())
    if missing or foreign:
        raise CheckpointError(
            f"{printable(path)}: not the weights of this template: {len(missing)} are missing"
            f"{_such(missing)}, {len(foreign)} are foreign{_such(foreign)}"
        )
    for name, shape in found.items():
        if list(places[name].shape) != shape:
            raise CheckpointError(
                f"{printable(path)}: {printable(name)} has shape {shape}, the template wants "
                f"{list(places[name].shape)}"
            )


def _such(names: list[str]) -> str:
    return f", such as {printable(names[0])}" if names else ""
