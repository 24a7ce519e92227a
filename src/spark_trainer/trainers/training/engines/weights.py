"""Weights by name, put into a model of the same shape."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import printable


def check_weights(model: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Pass where every weight has a place of its shape, and every trained parameter a weight.

    Raises:
        CheckpointError: names the first that does not.
    """
    places = dict(model.named_parameters())
    for name, tensor in weights.items():
        if name not in places or places[name].shape != tensor.shape:
            wanted = list(places[name].shape) if name in places else "nothing of that name"
            raise CheckpointError(
                f"the weight {printable(name)} has shape {list(tensor.shape)}, the model has "
                f"{wanted}. Resume with the template that the run began with."
            )
    lacking = [n for n, p in places.items() if p.requires_grad and n not in weights]
    if lacking:
        raise CheckpointError(f"{len(lacking)} weights are missing, such as {lacking[0]}")


@torch.no_grad()
def load_weights(model: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Copy the weights into the model.

    Raises:
        CheckpointError: they do not fit.
    """
    check_weights(model, weights)
    places = dict(model.named_parameters())
    for name, tensor in weights.items():
        places[name].copy_(tensor)
