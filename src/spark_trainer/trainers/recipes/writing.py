"""How a model of transformers writes: greedily, or by chance from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn


@dataclass(frozen=True)
class Writing:
    """What is asked of the words."""

    max_new_tokens: int | None = None
    """None = as many as the template has for it."""
    temperature: float = 0.0
    """0 takes the best token each time."""

    def settings(self, model: nn.Module, asked: int, most: int) -> dict[str, Any]:
        """What `generate` of transformers is told, over what the model's own folder says.

        Args:
            asked: tokens that are there already.
            most: tokens to write where no number is asked for; the model's places go before both.
        """
        wanted = self.max_new_tokens or most
        places = _places(model)
        room = wanted if places is None else min(wanted, places - asked)
        return {"max_new_tokens": max(1, room), "num_beams": 1, **self._choice()}

    def _choice(self) -> dict[str, Any]:
        # A model's folder may say how to draw; without drawing transformers complains of that.
        if self.temperature == 0:
            return {"do_sample": False, "temperature": 1.0, "top_p": 1.0, "top_k": 50}
        return {"do_sample": True, "temperature": self.temperature, "top_p": 1.0, "top_k": 0}


GREEDY = Writing()


def _places(model: nn.Module) -> int | None:
    """Tokens that the model has places for, where it says so."""
    model_config: Any = model.config
    config = model_config.get_text_config(decoder=True)
    names = ("max_target_positions", "max_position_embeddings")
    said = [getattr(config, name) for name in names if getattr(config, name, None)]
    return int(said[0]) if said else None


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """PyTorch's generators as this seed gives them, and afterwards as they were."""
    devices = range(torch.cuda.device_count())
    with torch.random.fork_rng(devices):
        torch.manual_seed(seed)
        yield
