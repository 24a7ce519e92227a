"""The model of a template: its weights, its adapter, and both in a folder again."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from spark_trainer.core.errors import BackendUnavailableError, ConfigError, UsageError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.loading import load_model
from spark_trainer.labelers.weights.finding import find_base_model
from spark_trainer.models.kinds.pretrained import Adapter, Pretrained

if not torch.cuda.is_available():
    # Where DeepSpeed is installed, saving a model imports it, and it says on standard output,
    # among our own JSON, that it found no GPU.
    os.environ.setdefault("DS_ACCELERATOR", "cpu")

ADAPTER_PREFIX = "base_model.model."
"""What PEFT puts before the names of an adapted model's parameters."""
ADAPTER_CONFIG = "adapter_config.json"


def base_folder(said: Pretrained) -> Path | None:
    """The folder of the model that the template names, fetched if need be; None = names none.

    Raises:
        UsageError, BackendUnavailableError: see `find_base_model`.
    """
    if said.model is None:
        return None
    return find_base_model(said.model, said.revision).folder


def build(kind: str, said: Pretrained, folder: Path | None) -> nn.Module:
    """A model of that class, ready to train, with the weights that the template asks for.

    Random ones depend on PyTorch's seed alone.

    Args:
        kind: name of a class of transformers.
        folder: see `base_folder`.

    Raises:
        BackendUnavailableError: the weights are damaged or of another kind of model.
        ConfigError: the configuration cannot be.
    """
    if said.weights == "pretrained":
        assert folder is not None
        model: nn.Module = load_model(kind, folder, "cpu", "fp32")
        return model.requires_grad_(True)
    return _random(kind, said, folder)


def _random(kind: str, said: Pretrained, folder: Path | None) -> nn.Module:
    transformers = require("transformers", extra="train")
    made = getattr(transformers, kind)
    auto = kind.startswith("Auto")  # stands for many classes; the configuration says which
    try:
        if said.config is not None:
            kinds = transformers.AutoConfig.for_model if auto else made.config_class
            config = kinds(**said.config)
        else:
            assert folder is not None
            source = transformers.AutoConfig if auto else made.config_class
            config = source.from_pretrained(folder, local_files_only=True)
        model: nn.Module = made.from_config(config) if auto else made(config)
    except (TypeError, ValueError, KeyError, AttributeError, OSError, RuntimeError) as e:
        raise ConfigError(f"architecture.config: no {kind} can be made of it: {e}") from e
    return model


def adapted(
    model: nn.Module, adapter: Adapter, frozen: tuple[str, ...], *, task: str | None = None
) -> nn.Module:
    """The model with small matrices that alone are trained (LoRA).

    Args:
        frozen: paths of submodules that get none.
        task: PEFT's name for what the model does, such as `CAUSAL_LM`.

    Raises:
        UsageError: no layer has one of the names.
    """
    peft = require("peft", extra="train")
    names = list(adapter.target_modules)
    config = peft.LoraConfig(
        r=adapter.rank,
        lora_alpha=adapter.alpha,
        lora_dropout=adapter.dropout,
        target_modules=names[0] if names == ["all-linear"] else names,
        exclude_modules=_below(frozen) if frozen else None,
        task_type=task,
    )
    try:
        with warnings.catch_warnings():
            # PEFT 0.21 asks transformers 5.23 by a name that is going away.
            warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)
            made: nn.Module = peft.get_peft_model(model, config)
    except ValueError as e:
        raise UsageError(f"architecture.adapter: {e}") from e
    return made


def _below(paths: tuple[str, ...]) -> str:
    return rf"(?:{'|'.join(map(re.escape, paths))})(?:\..*)?"


def with_saved_adapter(model: nn.Module, folder: Path) -> nn.Module:
    """The base model with the adapter that was saved in the folder.

    Raises:
        BackendUnavailableError: it is damaged, or of another model.
    """
    peft = require("peft", extra="train")
    broken = (OSError, ValueError, KeyError, RuntimeError, TypeError)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)
            made: nn.Module = peft.PeftModel.from_pretrained(
                model, str(folder), local_files_only=True, use_safetensors=True
            )
    except broken as e:
        raise BackendUnavailableError(
            f"{printable(folder)}: the adapter cannot be loaded: {e}"
        ) from e
    return made.eval()


def save(model: nn.Module, folder: Path, weights: Mapping[str, Tensor]) -> None:
    """Write what trains: the whole model, or the adapter alone.

    Args:
        weights: by the model's own names, on the CPU.
    """
    require("transformers", extra="train").utils.logging.disable_progress_bar()
    saver: Any = model
    saver.save_pretrained(folder, state_dict=dict(_whole(model, weights)))
    if hasattr(model, "peft_config"):  # processors are found by the model's configuration
        saver.get_base_model().config.save_pretrained(folder)


def _whole(model: nn.Module, weights: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """The weights, and the buffers and second names of weights that a saved model has too."""
    for name, value in model.state_dict(keep_vars=True).items():
        if name in weights:
            yield name, weights[name]
        elif not isinstance(value, nn.Parameter):
            yield name, value.detach().cpu()
        else:
            yield name, weights[_first_name(model, value)]


def _first_name(model: nn.Module, wanted: Tensor) -> str:
    return next(name for name, parameter in model.named_parameters() if parameter is wanted)
