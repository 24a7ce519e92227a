"""From an encoder's width to the fusion's: norm, then two layers [LLaVA 1.5].

... any shape   R rows of text   T tokens   E width of an encoder   D width of the fusion
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from spark_trainer.models.apotheon.names import TASKS, Task


class Projection(nn.Module):
    """The norm comes first: CLIP's second-last layer has values of very different sizes.

    A frozen encoder may be held in another kind of float than what trains behind it.
    """

    def __init__(self, encoder_width: int, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(encoder_width)
        self.up = nn.Linear(encoder_width, width)
        self.act = nn.GELU()
        self.out = nn.Linear(width, width)

    def forward(self, states_E: Tensor) -> Tensor:
        normed_E = self.norm(states_E.to(self.norm.weight.dtype))
        projected_D: Tensor = self.out(self.act(self.up(normed_E)))
        return projected_D


class TextProjection(Projection):
    """Text also says what it is for.

    The language model may be frozen, and then its task tokens never learn anything; this does, and
    the fusion knows from the first layer on what is being written.
    """

    def __init__(self, encoder_width: int, width: int) -> None:
        super().__init__(encoder_width, width)
        self.task = nn.Embedding(len(TASKS), width)
        nn.init.normal_(self.task.weight, std=0.1)

    def forward(self, states_RTE: Tensor, tasks: Sequence[Task] = ()) -> Tensor:
        """Projected text, R x T x D; one task a row."""
        device = states_RTE.device
        task_R = torch.tensor([TASKS.index(task) for task in tasks], device=device)
        task_R1D: Tensor = self.task(task_R).unsqueeze(1)
        return super().forward(states_RTE) + task_R1D
