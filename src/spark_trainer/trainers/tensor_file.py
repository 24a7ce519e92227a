"""Writes the safetensors format, one tensor at a time.

The package's own writer holds a second copy of everything, and hides which call failed; this one
needs the memory of one tensor, and is hashed on the way. Reading is left to the package.
Format: 8 bytes length, JSON header, data. Source: https://github.com/huggingface/safetensors.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable

if TYPE_CHECKING:
    from torch import Tensor

_CHUNK_BYTES = 1 << 24
_TYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16",
    "int64": "I64", "int32": "I32", "int16": "I16", "int8": "I8",
    "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL",
    "complex64": "C64", "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2",
}  # fmt: skip


def chunks(tensors: dict[str, Tensor]) -> Iterator[bytes]:
    """The bytes of a safetensors file, in pieces of at most 16 MiB and the header.

    Raises:
        CheckpointError: a tensor is sparse, or of a type that the format has not.
    """
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header: dict[str, Any] = {}
    end = 0
    for name in order:
        start, end = end, end + tensors[name].numel() * tensors[name].element_size()
        header[name] = {
            "dtype": _type(name, tensors[name]),
            "shape": list(tensors[name].shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data begins at a multiple of 8
    yield len(text).to_bytes(8, "little") + text
    for name in order:
        yield from _data(tensors[name])


def read(path: Path) -> dict[str, Tensor]:
    """All tensors, on the CPU.

    Raises:
        CheckpointError: it is no safetensors file.
    """
    safetensors = require("safetensors.torch", extra="labels")
    broken = require("safetensors", extra="labels").SafetensorError
    try:
        tensors: dict[str, Tensor] = safetensors.load_file(path)
    except (OSError, broken) as e:
        raise CheckpointError(f"{printable(path)}: no safetensors file: {e}") from e
    return tensors


def _type(name: str, tensor: Tensor) -> str:
    kind = str(tensor.dtype).removeprefix("torch.")
    if kind not in _TYPES or str(tensor.layout) != "torch.strided":
        raise CheckpointError(
            f"{printable(name)}: a tensor of {kind} ({tensor.layout}) cannot be saved; "
            f"wanted is a dense one of {', '.join(_TYPES)}"
        )
    return _TYPES[kind]


def _data(tensor: Tensor) -> Iterator[bytes]:
    import torch

    plain = tensor.detach().resolve_conj().resolve_neg().to("cpu").contiguous()
    flat = plain.reshape(-1).view(torch.uint8).numpy()
    for start in range(0, flat.size, _CHUNK_BYTES):
        yield flat[start : start + _CHUNK_BYTES].tobytes()
