"""Where a model runs and in which numbers: `auto` resolved, what cannot be refused."""

from __future__ import annotations

import re
from typing import Literal, get_args

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.core.optional import require

Precision = Literal["auto", "fp32", "bf16", "fp16", "int8"]

_ON_CPU = ("fp32", "bf16", "int8")
_ON_CUDA = ("bf16", "fp16", "fp32")
_DEVICE = re.compile(r"auto|cpu|cuda(:\d{1,3})?")


def check_spelling(device: str, precision: str) -> None:
    """Refuse what is no device or precision anywhere; loads nothing to find that out.

    Raises:
        UsageError: not `auto`, `cpu`, `cuda` or `cuda:N`; no such precision.
    """
    if not _DEVICE.fullmatch(device):
        raise UsageError(f"device {device!r}: wanted auto, cpu, cuda or cuda:N, such as cuda:0")
    if precision not in get_args(Precision):
        raise UsageError(f"precision {precision!r}: wanted one of {', '.join(get_args(Precision))}")


def choose_device(device: str) -> str:
    """`cpu` or `cuda:N`, of a device that is spelled right. `auto` takes the first GPU, if any.

    Raises:
        BackendUnavailableError: that GPU is not here; the processor is never taken in its place.
    """
    if device == "cpu":
        return "cpu"
    torch = require("torch", extra="labels")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if device == "auto":
        return "cuda:0" if count else "cpu"
    number = int(device.partition(":")[2] or 0)
    if number >= count:
        raise BackendUnavailableError(
            f"device {device}: this machine has {count} GPUs that PyTorch {torch.__version__} can "
            f"use. Take device auto or cpu, or install PyTorch for your GPU."
        )
    return f"cuda:{number}"


def choose_precision(precision: str, device: str) -> str:
    """What `auto` means on that device: bf16 on a GPU that has it, else fp16; fp32 on the CPU.

    Raises:
        UsageError: not on that device.
    """
    on_cpu = device == "cpu"
    if precision == "auto":
        if on_cpu:
            return "fp32"
        torch = require("torch", extra="labels")
        return "bf16" if torch.cuda.get_device_capability(device) >= (8, 0) else "fp16"
    allowed = _ON_CPU if on_cpu else _ON_CUDA
    if precision not in allowed:
        raise UsageError(
            f"precision {precision}: not on {device.partition(':')[0]}; there it is "
            f"{', '.join(allowed)}"
        )
    return precision
