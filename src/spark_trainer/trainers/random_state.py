"""Every generator of random numbers, captured and put back exactly."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np

from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.optional import require


def capture(own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The states of Python's, NumPy's and PyTorch's global generators, for `state_codec`.

    Args:
        own: the loop's own generators by name: `random.Random`, `numpy.random.Generator` or
            `torch.Generator`.
    """
    torch = require("torch", extra="labels")
    kind, key, *rest = np.random.get_state(legacy=True)
    return {
        "python": random.getstate(),
        "numpy": (kind, tuple(int(word) for word in np.asarray(key)), *rest),
        "torch": torch.get_rng_state(),
        "cuda": list(torch.cuda.get_rng_state_all()) if torch.cuda.is_available() else [],
        "own": {name: _state(generator) for name, generator in (own or {}).items()},
    }


def restore(saved: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Put the states back.

    Returns:
        The generators that could not be restored, because this machine has fewer or more GPUs; the
        run goes on, but not bit for bit.

    Raises:
        CheckpointError: the loop's own generators are not those that were captured.
    """
    torch = require("torch", extra="labels")
    generators = own or {}
    if generators.keys() != saved["own"].keys():
        raise CheckpointError(
            f"saved were the random states of {sorted(saved['own'])}, wanted are those of "
            f"{sorted(generators)}. Resume with the trainer that saved."
        )
    random.setstate(saved["python"])
    np.random.set_state(saved["numpy"])
    torch.set_rng_state(saved["torch"])
    for name, generator in generators.items():
        _set_state(generator, saved["own"][name])
    here = torch.cuda.device_count()
    for device, state in enumerate(saved["cuda"][:here]):
        torch.cuda.set_rng_state(state, device)
    lost = range(min(here, len(saved["cuda"])), max(here, len(saved["cuda"])))
    return tuple(f"cuda:{device}" for device in lost)


def _state(generator: Any) -> Any:
    if isinstance(generator, random.Random):
        return generator.getstate()
    if isinstance(generator, np.random.Generator):
        return _plain(generator.bit_generator.state)
    return generator.get_state()


def _set_state(generator: Any, state: Any) -> None:
    if isinstance(generator, random.Random):
        generator.setstate(state)
    elif isinstance(generator, np.random.Generator):
        generator.bit_generator.state = state
    else:
        generator.set_state(state)


def _plain(value: Any) -> Any:
    """NumPy's words as Python's; some bit generators keep arrays."""
    if isinstance(value, dict):
        return {key: _plain(inside) for key, inside in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value
