"""A moving average of the weights [Polyak 1992]: evaluated and saved in place of the last ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class MovingAverage:
    """Of the parameters that train. Kept beside them, in their kind of float."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        """Begin with the weights as they are.

        Args:
            decay: share of the average that stays in each step, [0, 1).
        """
        self._decay = decay
        self._places = {n: p for n, p in model.named_parameters() if p.requires_grad}
        self._kept = {name: p.detach().clone() for name, p in self._places.items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after this step, counted from 1. The first ones weigh more."""
        share = 1 - min(self._decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(
            list(self._kept.values()), [p.detach() for p in self._places.values()], share
        )

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The model has the average while the block runs."""
        self._exchange()
        try:
            yield
        finally:
            self._exchange()

    def state(self) -> dict[str, Tensor]:
        return self._kept

    @torch.no_grad()
    def load(self, saved: Mapping[str, Tensor]) -> None:
        """Put back what `state` gave."""
        for name, kept in self._kept.items():
            kept.copy_(saved[name])

    @torch.no_grad()
    def _exchange(self) -> None:
        for name, place in self._places.items():
            place.data, self._kept[name] = self._kept[name], place.data
