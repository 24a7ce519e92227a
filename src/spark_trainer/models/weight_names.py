"""Weights by name."""

from __future__ import annotations

from torch import nn


def aliases(model: nn.Module) -> dict[str, str]:
    """Names of parameters that are another one in a second place, and that one's name."""
    first: dict[int, str] = {}
    found: dict[str, str] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        if id(parameter) in first:
            found[name] = first[id(parameter)]
        first.setdefault(id(parameter), name)
    return found
