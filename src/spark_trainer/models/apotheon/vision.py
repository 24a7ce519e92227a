"""Pictures to patch tokens: CLIP's second-last layer, class token dropped [LLaVA].

N frames of all samples   C, H, W channels, height, width   P patches   E width of CLIP
G patches along a side: P = G * G
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.batch import Frames
from spark_trainer.models.apotheon.encoder_config import VisionEncoder
from spark_trainer.models.apotheon.encoders import vision_encoder
from spark_trainer.models.apotheon.packing import Packed, dummy_counts


class VisionTower(nn.Module):
    """CLIP's vision transformer without what lies behind its second-last layer."""

    def __init__(self, spec: VisionEncoder, *, local_files_only: bool = False) -> None:
        super().__init__()
        self.model = vision_encoder(spec, local_files_only=local_files_only)
        self.pool = spec.pool
        config: Any = self.model.config
        self.width: int = config.hidden_size
        self.side_px: int = config.image_size
        self.grid: int = config.image_size // config.patch_size
        if self.grid % self.pool:
            raise ConfigError(f"architecture.vision.pool: {self.grid} patches a side are not even")

    def features(self, pixels_NCHW: Tensor) -> Tensor:
        """Patch tokens N x P x E, row by row from the top left; P is a quarter with `pool` 2."""
        states_NLE = self.model(pixel_values=pixels_NCHW).last_hidden_state
        return pooled(states_NLE[:, 1:], self.pool)

    def forward(self, frames: Frames) -> Packed:
        """Tokens of all frames; one masked token set where the batch has no frame."""
        real = bool(sum(frames.counts))
        counts = frames.counts if real else dummy_counts(len(frames.counts))
        times_s_N = frames.times_s_N if real else frames.times_s_N.new_zeros(1)
        states_NPE = self._states(frames, real)
        N, P, _ = states_NPE.shape
        mask_NP = torch.full((N, P), real, device=states_NPE.device)
        return Packed(states_NPE, mask_NP, times_s_N[:, None].expand(N, P), counts)

    def _states(self, frames: Frames, real: bool) -> Tensor:
        if frames.features_NPE is not None:
            if any(p.requires_grad for p in self.parameters()):
                raise ValueError("features were computed beforehand, but the vision encoder trains")
            blank_NPE = frames.features_NPE.new_zeros(1, (self.grid // self.pool) ** 2, self.width)
            return frames.features_NPE if real else blank_NPE
        assert frames.pixels_NCHW is not None
        blank_NCHW = frames.pixels_NCHW.new_zeros(1, 3, self.side_px, self.side_px)
        return self.features(frames.pixels_NCHW if real else blank_NCHW)


def pooled(states_NPE: Tensor, pool: int) -> Tensor:
    """The mean of each pool x pool patches."""
    if pool == 1:
        return states_NPE
    N, P, E = states_NPE.shape
    grid = round(P**0.5)
    states_NEGG = states_NPE.transpose(1, 2).reshape(N, E, grid, grid)
    return functional.avg_pool2d(states_NEGG, pool).flatten(2).transpose(1, 2)
