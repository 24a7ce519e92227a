"""Where in the rows of text something is learned: states and targets picked by place.

R rows   T tokens   N places   W width, of any kind
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from spark_trainer.models.apotheon.batch import Rows
from spark_trainer.models.apotheon.names import Task


@dataclass(frozen=True)
class Places:
    """Positions of tokens to be predicted, each from the state one before it."""

    rows: tuple[int, ...]
    positions: tuple[int, ...]
    real: bool
    """False for the one place that stands in where a task has none, so that its head runs."""

    def states(self, states_RTW: Tensor) -> Tensor:
        """The states that predict, N x W."""
        before = [position - 1 for position in self.positions]
        return states_RTW[_index(self.rows, states_RTW), _index(before, states_RTW)]

    def targets(self, tokens_RT: Tensor) -> Tensor:
        """The tokens that are predicted, N."""
        if not self.real:
            return tokens_RT.new_zeros(len(self.rows))
        return tokens_RT[_index(self.rows, tokens_RT), _index(self.positions, tokens_RT)]

    def learned(self, device: torch.device) -> Tensor:
        return torch.full((len(self.rows),), self.real, device=device)


def places_of(rows: Rows, task: Task) -> Places:
    """The places of one task."""
    found = rows.targets(task)
    if not found:
        return Places((0,), (1,), real=False)
    return Places(tuple(row for row, _ in found), tuple(at for _, at in found), real=True)


def target_mask(rows: Rows) -> Tensor:
    """R x T: True at tokens that are to be learned."""
    place_T = torch.arange(rows.tokens_RT.shape[1])
    prompts_R1, lengths_R1 = (torch.tensor([v]).T for v in (rows.prompts, rows.lengths))
    mask_RT = (prompts_R1 <= place_T) & (place_T < lengths_R1)
    return mask_RT.to(rows.tokens_RT.device, non_blocking=True)


def rows_or_dummy(rows: Rows) -> Rows:
    """The same rows, or one with nothing to learn where there is none."""
    if rows.lengths:
        return rows
    tokens_RT = rows.tokens_RT.new_zeros(1, 1)
    return replace(
        rows, tokens_RT=tokens_RT, lengths=(1,), prompts=(1,), tasks=("captioning",), samples=(0,)
    )


def _index(values: list[int] | tuple[int, ...], like: Tensor) -> Tensor:
    return torch.tensor(values, device=like.device)
