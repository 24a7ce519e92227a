"""Frozen weights in 4 bits, under an adapter (QLoRA, Dettmers et al. 2023).

NF4 with quantised constants, by bitsandbytes. It runs on a CPU too, slowly.
"""

from __future__ import annotations

import torch
from torch import nn

from spark_trainer.core.optional import require

BYTES_A_WEIGHT = 0.5 + (8 + 32 / 256) / 8 / 64
"""4 bits, and what quantised constants cost: 8 bits for 64 weights, 32 for 256 of these."""
_KINDS = {"bf16": torch.bfloat16, "fp16": torch.float16}


def quantise_(model: nn.Module, precision: str) -> None:
    """Hold every linear layer but the output layer in 4 bits, in place.

    Args:
        model: of transformers, on the CPU, in float32.
        precision: bf16 or fp16, in which the weights are multiplied.

    Raises:
        MissingPackageError: bitsandbytes is not installed.
    """
    bnb = require("bitsandbytes", extra="qlora")
    for name, layer in _linear_layers(model):
        path, _, last = name.rpartition(".")
        setattr(model.get_submodule(path), last, _in_four_bits(bnb, layer, _KINDS[precision]))
    model.is_loaded_in_4bit = True  # type: ignore[assignment]  # PEFT asks for it


def weights_in_four_bits(model: nn.Module) -> int:
    """How many weights `quantise_` would hold so; the model may be on the meta device."""
    return sum(layer.weight.numel() for _, layer in _linear_layers(model))


def _linear_layers(model: nn.Module) -> list[tuple[str, nn.Linear]]:
    output = model.get_output_embeddings()  # type: ignore[operator]
    linear = [(name, m) for name, m in model.named_modules() if type(m) is nn.Linear]
    return [(name, layer) for name, layer in linear if layer is not output]


def _in_four_bits(bnb: object, layer: nn.Linear, kind: torch.dtype) -> nn.Module:
    made: nn.Module = bnb.nn.Linear4bit(  # type: ignore[attr-defined]
        layer.in_features,
        layer.out_features,
        bias=layer.bias is not None,
        compute_dtype=kind,
        compress_statistics=True,
        quant_type="nf4",
        device="meta",
    )
    # On some CPUs it would repack the weights at the first answer: rows shorter than a block fail
    # there, and answers would differ from those of other CPUs.
    made.support_avx512bf16_for_cpu = False  # type: ignore[assignment]
    made.weight = bnb.nn.Params4bit(  # type: ignore[attr-defined]
        layer.weight.data, requires_grad=False, compress_statistics=True, quant_type="nf4"
    ).to(layer.weight.device)
    if layer.bias is not None:
        made.bias = nn.Parameter(layer.bias.data, requires_grad=False)
    return made
