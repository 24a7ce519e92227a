"""The three encoders, of transformers' own classes: fresh from sizes, or with trained weights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from spark_trainer.core.optional import require
from spark_trainer.models.apotheon.encoder_config import (
    AudioEncoder,
    Spec,
    TextEncoder,
    VisionEncoder,
)
from spark_trainer.models.apotheon.names import TASKS
from spark_trainer.models.apotheon.pretrained import fresh_config, pretrained

FRESH_POSITION_STD = 0.5
"""Of a fresh vision encoder's position embedding. CLIP draws it with 0.02, beside patches of about
1: such a model hardly knows where a patch is, and digits were learned half as fast."""


def vision_encoder(spec: VisionEncoder, *, local_files_only: bool = False) -> Any:
    """A `CLIPVisionModel` that ends with its second-last layer, whose patches serve best [LLaVA].

    The last layer and the norm behind it would never be run or trained, so they are not kept.

    Raises:
        ConfigError, BackendUnavailableError: see `pretrained.pretrained`.
    """
    transformers = require("transformers", extra="train")
    model = _build(spec, transformers.CLIPVisionModel, local_files_only)
    if spec.weights == "random":
        drawn_std = model.config.initializer_range * model.config.initializer_factor
        with torch.no_grad():
            model.embeddings.position_embedding.weight.mul_(FRESH_POSITION_STD / drawn_std)
    model.encoder.layers = model.encoder.layers[:-1]
    model.post_layernorm = torch.nn.Identity()
    return model


def audio_encoder(spec: AudioEncoder, *, local_files_only: bool = False) -> Any:
    """The encoder of a `WhisperModel`; no layer is ever skipped.

    Raises:
        ConfigError, BackendUnavailableError: see `pretrained.pretrained`.
    """
    transformers = require("transformers", extra="train")
    if spec.weights == "pretrained":
        encoder = pretrained(spec, transformers.WhisperModel, local_files_only).encoder
    else:
        whisper = require("transformers.models.whisper.modeling_whisper", extra="train")
        config = fresh_config(spec, transformers.WhisperConfig, local_files_only)
        encoder = whisper.WhisperEncoder(config)
    encoder.layerdrop = 0.0  # a layer skipped on one rank only would hang the others
    return encoder


def text_encoder(spec: TextEncoder, *, local_files_only: bool = False) -> Any:
    """A `LlamaForCausalLM` with one row of embeddings more for each task token.

    Raises:
        ConfigError, BackendUnavailableError: see `pretrained.pretrained`.
    """
    transformers = require("transformers", extra="train")
    model = _build(spec, transformers.LlamaForCausalLM, local_files_only)
    known = model.config.vocab_size
    model.resize_token_embeddings(known + len(TASKS), mean_resizing=False)
    if spec.weights == "pretrained":  # a frozen model is least disturbed by an average token
        weight_VE = model.get_input_embeddings().weight
        with torch.no_grad():
            weight_VE[known:] = weight_VE[:known].mean(dim=0)
    return model


@contextmanager
def without_initialising() -> Iterator[None]:
    """Build models whose weights are filled in afterwards: small, and no random number drawn."""
    initialization = require("transformers.initialization", extra="train")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with initialization.no_init_weights():
            yield
    finally:
        torch.set_default_dtype(before)


def _build(spec: Spec, kind: Any, local_files_only: bool) -> Any:
    if spec.weights == "pretrained":
        return pretrained(spec, kind, local_files_only)
    return kind(fresh_config(spec, kind.config_class, local_files_only))
