"""Memory that does not suffice, told with what to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from spark_trainer.core.errors import RunError
from spark_trainer.trainers.training.config import TrainingConfig


@contextmanager
def told_out_of_memory(config: TrainingConfig) -> Iterator[None]:
    """Turn PyTorch's error into one that says which settings need less.

    Raises:
        RunError: a GPU or this machine has too little memory.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as e:
        if not is_out_of_memory(e):
            raise
        on_gpu = isinstance(e, torch.OutOfMemoryError)
        raise RunError(_message("the GPU" if on_gpu else "this machine", config)) from e


def is_out_of_memory(error: BaseException) -> bool:
    """Of a GPU, of Python, or of PyTorch on a CPU, which has no class of its own for it."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)


def what_needs_less(config: TrainingConfig) -> list[str]:
    """Settings that lower what a step holds, the cheapest first."""
    advice = []
    if config.batch_size > 1:
        half = config.batch_size // 2
        steps = -(-config.batch_size * config.gradient_accumulation_steps // half)
        advice.append(
            f"batch_size {half} with gradient_accumulation_steps {steps} (learns the same)"
        )
    if config.half is None:
        advice.append("mixed_precision bf16")
    if not config.gradient_checkpointing:
        advice.append("gradient_checkpointing true (about a third slower)")
    if config.feature_cache is None:
        advice.append("feature_cache FOLDER, where encoders are frozen")
    if config.strategy not in ("fsdp2", "zero3"):
        advice.append("strategy fsdp2 or zero3 on several GPUs")
    advice.append(
        "a lower limit in the template's data (data.max_frames, data.max_text_tokens, ...)"
    )
    return advice


def _message(whose: str, config: TrainingConfig) -> str:
    lines = "\n".join(f"  - {line}" for line in what_needs_less(config))
    return (
        f"the memory of {whose} does not suffice for a step. What was saved is kept. Change one of "
        f"these, then go on with --resume auto:\n{lines}"
    )
