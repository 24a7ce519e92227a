"""Seconds as vectors: one continuous time line for frames and sound.

... any shape   D width   Q features of one time
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

SHORTEST_S = 0.04
"""Period of the fastest wave, in seconds: one frame at 25 a second."""
LONGEST_S = 4 * 3600.0
"""Period of the slowest wave, in seconds."""
_WAVES = 48


def waves(times_s: Tensor) -> Tensor:
    """Sine and cosine of 48 periods from 0.04 s to 4 h, in float32.

    Angles are float64: late in a long video, the fastest wave has turned a million times.
    """
    steps = torch.linspace(0, 1, _WAVES, device=times_s.device, dtype=torch.float64)
    periods_s = SHORTEST_S * (LONGEST_S / SHORTEST_S) ** steps
    angles = times_s.double().unsqueeze(-1) * (2 * math.pi / periods_s)
    return torch.cat([angles.sin(), angles.cos()], dim=-1).float()


class TimeEmbedding(nn.Module):
    """Learned mixture of waves: any time has an embedding, also one never seen in training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mix = nn.Linear(2 * _WAVES, width, bias=False)
        nn.init.normal_(self.mix.weight, std=0.02)

    def forward(self, times_s: Tensor) -> Tensor:
        mixed: Tensor = self.mix(waves(times_s).to(self.mix.weight.dtype))
        return mixed
