"""What is asked of the fused text, and of each modality by itself.

N places in rows of text   D width of the fusion   E width of the language model
B samples   R rows   L tokens   J width of the vectors that retrieval compares
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from spark_trainer.models.apotheon.packing import Tokens
from spark_trainer.models.apotheon.pooling import AttentionPool

LARGEST_SCALE = math.log(100)
"""Upper end of `logit_scale` [CLIP]."""


class TokenHead(nn.Module):
    """What a task adds to the language model's state before the next token is scored.

    It starts as nothing, so the first scores are those of the language model itself.
    """

    def __init__(self, width: int, text_width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, text_width, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(self, text_NE: Tensor, fused_ND: Tensor) -> Tensor:
        added_NE: Tensor = self.out(self.norm(fused_ND))
        return text_NE + added_NE


class Embeddings(NamedTuple):
    """Vectors of length 1 in float32, and by what their products are to be multiplied.

    A tuple, for DeepSpeed looks for tensors in tuples only.
    """

    vision_BJ: Tensor
    audio_BJ: Tensor
    text_RJ: Tensor
    scale: Tensor
    """exp(logit_scale), from 1 to 100."""
    has_vision_B: Tensor
    has_audio_B: Tensor
    has_text_R: Tensor


class ContrastiveHead(nn.Module):
    """Pictures, sound and text as vectors that are close where they belong together.

    The text comes from before cross-attention: behind it, it has seen its own video, and telling
    which video it belongs to would teach nothing [CoCa, BLIP-2].
    """

    def __init__(self, width: int, joint_width: int, temperature: float) -> None:
        super().__init__()
        self.vision_pool, self.vision_out = AttentionPool(width), nn.Linear(width, joint_width)
        self.audio_pool, self.audio_out = AttentionPool(width), nn.Linear(width, joint_width)
        self.text_pool, self.text_out = AttentionPool(width), nn.Linear(width, joint_width)
        self.logit_scale_1 = nn.Parameter(torch.full((1,), math.log(1 / temperature)))
        """Natural logarithm of what similarities are multiplied by."""

    def scale(self) -> Tensor:
        """exp(logit_scale) within [1, 100]; outside of it, it still has a gradient."""
        raw = self.logit_scale_1.float()
        kept = raw + (raw.clamp(0.0, LARGEST_SCALE) - raw).detach()
        return kept.squeeze().exp()

    def forward(
        self, vision: Tokens, audio: Tokens, text_RTD: Tensor, targets_RT: Tensor
    ) -> Embeddings:
        """See `Embeddings`. Text is pooled over what is to be learned: prompts are all alike."""
        return Embeddings(
            vision_BJ=_unit(self.vision_out(self.vision_pool(vision.states_BLD, vision.mask_BL))),
            audio_BJ=_unit(self.audio_out(self.audio_pool(audio.states_BLD, audio.mask_BL))),
            text_RJ=_unit(self.text_out(self.text_pool(text_RTD, targets_RT))),
            scale=self.scale(),
            has_vision_B=vision.mask_BL.any(dim=1),
            has_audio_B=audio.mask_BL.any(dim=1),
            has_text_R=targets_RT.any(dim=1),
        )


def _unit(vectors_BJ: Tensor) -> Tensor:
    return functional.normalize(vectors_BJ.float(), dim=-1)
