"""The transformer in which text looks at pictures and sound [Flamingo, CoCa, Whisper].

R rows of text   T tokens   S tokens so far   B samples   M tokens of the memory   D width
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from spark_trainer.models.apotheon.attention import Attention
from spark_trainer.models.apotheon.config import Fusion
from spark_trainer.models.apotheon.memory import Memory
from spark_trainer.models.apotheon.past import LayerPast, Past


class FeedForward(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.up = nn.Linear(width, inner)
        self.act = nn.GELU()
        self.down = nn.Linear(inner, width)

    def forward(self, states_RTD: Tensor) -> Tensor:
        out_RTD: Tensor = self.down(self.act(self.up(states_RTD)))
        return out_RTD


class CrossAttentionFusionLayer(nn.Module):
    """Causal self-attention, gated cross-attention, feed-forward, each behind a norm.

    What cross-attention finds is multiplied by tanh of a gate that starts at 0: at first the text
    goes through as if there were no memory, and opens to it as training finds it useful.
    """

    def __init__(self, config: Fusion) -> None:
        super().__init__()
        width, heads = config.width, config.heads
        self.self_norm = nn.LayerNorm(width)
        self.self_attention = Attention(width, heads)
        self.cross_norm = nn.LayerNorm(width)
        self.cross_attention = Attention(width, heads)
        # One value, but not a scalar: FSDP2 shards along the first dimension.
        self.gate_1 = nn.Parameter(torch.zeros(1))
        self.forward_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, width * config.feed_forward)
        self.drop = nn.Dropout(config.dropout)

    def forward(
        self,
        text_RTD: Tensor,
        memory: Memory,
        samples_R: Tensor,
        past: LayerPast | None = None,
        seen_RS: Tensor | None = None,
    ) -> Tensor:
        """Text that has looked, R x T x D. See `FusionTransformer.forward`."""
        looked_RTD = self._look_back(self.self_norm(text_RTD), past, seen_RS)
        text_RTD = text_RTD + self.drop(looked_RTD)
        found_RTD = self._look_across(self.cross_norm(text_RTD), memory, samples_R, past)
        text_RTD = text_RTD + self.gate_1.tanh() * self.drop(found_RTD)
        out_RTD: Tensor = text_RTD + self.drop(self.feed_forward(self.forward_norm(text_RTD)))
        return out_RTD

    def _look_back(
        self, text_RTD: Tensor, past: LayerPast | None, seen_RS: Tensor | None
    ) -> Tensor:
        seen = self.self_attention.keys_values(text_RTD)
        if past is None or past.text is None:
            if past is not None:
                past.text = seen
            out_RTD: Tensor = self.self_attention(text_RTD, seen, causal=True)
            return out_RTD
        if text_RTD.shape[1] != 1:
            raise ValueError("behind a past, one token a row is taken")
        past.text = past.text.then(seen)
        mask_R11S = None if seen_RS is None else seen_RS[:, None, None, :]
        step_RTD: Tensor = self.self_attention(text_RTD, past.text, mask_R11S)
        return step_RTD

    def _look_across(
        self, text_RTD: Tensor, memory: Memory, samples_R: Tensor, past: LayerPast | None
    ) -> Tensor:
        kept = past.memory if past is not None else None
        if kept is None:
            kept = self.cross_attention.keys_values(memory.states_BMD).of_rows(samples_R)
        if past is not None:
            past.memory = kept
        mask_R11M = memory.mask_BM.index_select(0, samples_R)[:, None, None, :]
        found_RTD: Tensor = self.cross_attention(text_RTD, kept, mask_R11M)
        return found_RTD


class FusionTransformer(nn.Module):
    """A stack of `CrossAttentionFusionLayer`. Places in the text come with its states."""

    def __init__(self, config: Fusion) -> None:
        super().__init__()
        self.layers = nn.ModuleList(CrossAttentionFusionLayer(config) for _ in range(config.layers))
        self.checkpointing = False
        """Compute each layer again in the backward pass instead of keeping what it computed."""

    def forward(
        self,
        text_RTD: Tensor,
        memory: Memory,
        samples_R: Tensor,
        past: Past | None = None,
    ) -> Tensor:
        """Text that has looked at its sample's memory, R x T x D.

        Args:
            text_RTD: rows padded on the right; behind a past, one token a row.
            samples_R: the sample, of the B of the memory, that each row belongs to.
            past: empty, or filled by an earlier call; it is filled on.
        """
        for i, layer in enumerate(self.layers):
            if past is not None:
                text_RTD = layer(text_RTD, memory, samples_R, past.layers[i], past.seen_RS)
            elif self.checkpointing and self.training:
                text_RTD = checkpoint(layer, text_RTD, memory, samples_R, use_reentrant=False)
            else:
                text_RTD = layer(text_RTD, memory, samples_R)
        return text_RTD
