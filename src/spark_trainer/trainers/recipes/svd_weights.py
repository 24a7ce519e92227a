"""The folder of a Stable Video Diffusion pipeline: found or fetched, loaded, and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKLTemporalDecoder,
    EulerDiscreteScheduler,
    UNetSpatioTemporalConditionModel,
)
from diffusers.utils import logging
from huggingface_hub import snapshot_download
from huggingface_hub.constants import HF_HUB_OFFLINE
from huggingface_hub.errors import LocalEntryNotFoundError
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection
from transformers.utils import logging as loading

from spark_trainer.core.errors import BackendUnavailableError, ConfigError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.labelers.weights.cache import check_id
from spark_trainer.labelers.weights.code_free import refuse_code
from spark_trainer.labelers.weights.hub_errors import HubUnreachableError, hub_errors
from spark_trainer.models.kinds.svd import Architecture

INDEX = "model_index.json"
PARTS: Mapping[str, Any] = {
    "unet": UNetSpatioTemporalConditionModel,
    "vae": AutoencoderKLTemporalDecoder,
    "image_encoder": CLIPVisionModelWithProjection,
}
FILES: Mapping[str, str] = {
    "unet": "diffusion_pytorch_model.safetensors",
    "vae": "diffusion_pytorch_model.safetensors",
    "image_encoder": "model.safetensors",
}
"""The weights of each part, below its folder."""
_WANTED = (INDEX, "*/*.json", *(f"{part}/{name}" for part, name in FILES.items()))
_BROKEN = (
    *(OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError),
    SafetensorError,
)


def pipeline_folder(said: Architecture) -> Path:
    """The folder of the pipeline that the template names, fetched if need be; it runs no code.

    Raises:
        UsageError: there is no such folder, and it is no hub id.
        BackendUnavailableError: it is not to be had, or asks for code to be run.
    """
    if said.model is None:
        raise UsageError(
            "architecture.model: wanted the folder or hub id of a pipeline; its scheduler and how "
            "it takes pictures come from there, with random weights too"
        )
    local = Path(said.model).expanduser()
    folder = local.absolute() if local.is_dir() else _of_hub(said.model, said.revision)
    refuse_code(folder, printable(said.model))
    parts = ", ".join((*PARTS, "scheduler", "feature_extractor"))
    if not (folder / INDEX).is_file():
        raise BackendUnavailableError(
            f"{printable(folder)}: no {INDEX}: wanted the folder of a StableVideoDiffusionPipeline,"
            f" with {parts} below it"
        )
    return folder


def _of_hub(model: str, revision: str | None) -> Path:
    check_id(model, revision)
    try:
        return Path(snapshot_download(model, revision=revision, local_files_only=True))
    except LocalEntryNotFoundError:
        pass
    try:
        with hub_errors(model, revision):
            if HF_HUB_OFFLINE:
                raise HubUnreachableError("HF_HUB_OFFLINE forbids it")
            return Path(snapshot_download(model, revision=revision, allow_patterns=[*_WANTED]))
    except HubUnreachableError as e:
        raise BackendUnavailableError(
            f"the model {printable(model)} is not here and cannot be fetched: {e}.\n"
            f"- Where there is a network, fetch it: hf download {printable(model)}\n"
            f"- Or name a folder that holds it: --set architecture.model=FOLDER\n"
            f"Nothing was trained."
        ) from e


def load_parts(folder: Path) -> dict[str, nn.Module]:
    """The three models in float32.

    Raises:
        BackendUnavailableError: a file is missing, damaged, or of another model.
    """
    logging.disable_progress_bar()
    bars: Any = loading
    bars.disable_progress_bar()
    return {part: _loaded(kind, folder / part) for part, kind in PARTS.items()}


def _loaded(kind: Any, folder: Path) -> nn.Module:
    try:
        model: nn.Module
        model, report = kind.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, output_loading_info=True
        )
    except _BROKEN as e:
        raise BackendUnavailableError(
            f"{printable(folder)}: cannot be loaded as {kind.__name__}: {type(e).__name__}: {e}"
        ) from e
    if missing := sorted(report["missing_keys"]):
        raise BackendUnavailableError(
            f"{printable(folder)}: the weights lack {len(missing)} of the parameters of "
            f"{kind.__name__}, such as {missing[0]}: they would stay random"
        )
    return model.float()


def random_parts(said: Architecture, folder: Path) -> dict[str, nn.Module]:
    """The three models with random weights; sizes by `config`, else as in the folder.

    Raises:
        ConfigError: no model can be made of the configuration.
    """
    sizes = said.config or {}
    return {part: _random(part, sizes.get(part), folder / part) for part in PARTS}


def _random(part: str, config: Any, folder: Path) -> nn.Module:
    kind = PARTS[part]
    try:
        if part == "image_encoder":
            made = (
                CLIPVisionConfig(**config) if config else CLIPVisionConfig.from_pretrained(folder)
            )
            encoder: nn.Module = kind(made)
            return encoder
        model: nn.Module = kind.from_config(config or kind.load_config(folder))
    except _BROKEN as e:
        raise ConfigError(
            f"architecture.config.{part}: no {kind.__name__} can be made of it: {e}"
        ) from e
    return model


def load_scheduler(folder: Path) -> EulerDiscreteScheduler:
    """What generates; training does not use it.

    Raises:
        BackendUnavailableError: its file is missing or damaged.
    """
    try:
        kind: Any = EulerDiscreteScheduler
        found: EulerDiscreteScheduler = kind.from_pretrained(
            folder / "scheduler", local_files_only=True
        )
    except _BROKEN as e:
        raise BackendUnavailableError(f"{printable(folder)}: no scheduler: {e}") from e
    return found


def save_pipeline(pipeline: Any, folder: Path, state: Mapping[str, Tensor]) -> None:
    """Write the whole pipeline, for `StableVideoDiffusionPipeline.from_pretrained`.

    Args:
        pipeline: a `StableVideoDiffusionPipeline`.
        state: weights by the names that they have in an `SvdModel`.
    """
    pipeline.save_config(folder)
    pipeline.scheduler.save_pretrained(folder / "scheduler")
    pipeline.feature_extractor.save_pretrained(folder / "feature_extractor")
    for part, name in FILES.items():
        model = getattr(pipeline, part)
        weights = {
            key: state.get(f"{part}.{key}", value).detach().cpu()
            for key, value in model.state_dict().items()
        }
        if part == "unet":  # frozen layers may be in half precision, and one file has one kind
            weights = {key: value.to(torch.float32) for key, value in weights.items()}
        whole = {key: value.contiguous() for key, value in weights.items()}
        (folder / part).mkdir(exist_ok=True)
        saver = model.config.save_pretrained if part == "image_encoder" else model.save_config
        saver(folder / part)
        save_file(whole, folder / part / name, metadata={"format": "pt"})
