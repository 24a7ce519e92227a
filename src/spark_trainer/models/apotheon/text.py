"""Text to causal hidden states, and hidden states to the scores of the next token: Llama.

R rows   T tokens   E width of the language model   V vocabulary
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from spark_trainer.models.apotheon.encoder_config import TextEncoder
from spark_trainer.models.apotheon.encoders import text_encoder
from spark_trainer.models.apotheon.past import Past


class TextTower(nn.Module):
    """A language model whose states and whose output matrix are used apart from each other."""

    def __init__(self, spec: TextEncoder, *, local_files_only: bool = False) -> None:
        super().__init__()
        self.model = text_encoder(spec, local_files_only=local_files_only)
        config: Any = self.model.config
        self.width: int = config.hidden_size
        self.vocabulary: int = config.vocab_size
        """Task tokens included."""
        self.longest: int = config.max_position_embeddings
        """Tokens of a row at most."""

    def forward(self, tokens_RT: Tensor, past: Past | None = None) -> Tensor:
        """States R x T x E of the last layer, normalised.

        Padding on the right needs no mask: no token sees a later one.

        Args:
            past: what was read before these tokens; it is filled on.
        """
        output = self.model.model(
            input_ids=tokens_RT,
            past_key_values=past.text if past else None,
            attention_mask=past.seen_RS if past else None,
            position_ids=past.positions_RT if past else None,
            use_cache=past is not None,
        )
        states_RTE: Tensor = output.last_hidden_state
        return states_RTE

    def scores(self, states_NE: Tensor) -> Tensor:
        """Logits N x V of the next token."""
        head = self.model.lm_head
        logits_NV: Tensor = head(states_NE.to(head.weight.dtype))
        return logits_NV
