"""What the model gives for a batch, and the three losses of it.

N places in rows of text   V vocabulary   B samples   R rows
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.models.apotheon.heads import Embeddings
from spark_trainer.models.apotheon.losses import clip_loss
from spark_trainer.models.apotheon.names import Objective, Task
from spark_trainer.models.losses import Gather, Loss, alone, next_token_loss


@dataclass(frozen=True)
class TokenScores:
    """Scores at the places of one task that have something to learn; nothing is padded."""

    logits_NV: Tensor
    targets_N: Tensor
    """The token that comes next at each place."""
    learned_N: Tensor
    """False at the one place that stands in where the batch has no row of this task."""
    rows: tuple[int, ...]
    """Row of each place."""
    positions: tuple[int, ...]
    """Position in its row of the token that is predicted."""

    def loss(self) -> Loss:
        return next_token_loss(self.logits_NV, self.targets_N, self.learned_N)


@dataclass(frozen=True)
class Outputs:
    """Of one batch."""

    tokens: dict[Task, TokenScores]
    embeddings: Embeddings

    def losses(self, batch: Batch, gather: Gather = alone) -> dict[Objective, Loss]:
        """The three objectives by name, all of them in every batch."""
        return {
            "captioning": self.tokens["captioning"].loss(),
            "transcription": self.tokens["transcription"].loss(),
            "contrastive": contrastive_loss(self.embeddings, batch, gather),
        }


def contrastive_loss(found: Embeddings, batch: Batch, gather: Gather = alone) -> Loss:
    """Pictures with captions, sound with transcripts, and pictures with sound."""
    device = found.vision_BJ.device
    samples_R, captions_R = _row_facts(batch, device)
    videos_R = batch.videos_B[samples_R]
    has_vision_R = found.has_vision_B[samples_R] & found.has_text_R & captions_R
    has_audio_R = found.has_audio_B[samples_R] & found.has_text_R & ~captions_R
    pairs = (
        (found.vision_BJ[samples_R], found.text_RJ, has_vision_R, videos_R),
        (found.audio_BJ[samples_R], found.text_RJ, has_audio_R, videos_R),
        (found.vision_BJ, found.audio_BJ, found.has_vision_B & found.has_audio_B, batch.videos_B),
    )
    first, second, third = (clip_loss(*pair, found.scale, gather) for pair in pairs)
    return first + second + third


def _row_facts(batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """The sample of each row, and whether it is a caption; one dummy row where there is none."""
    samples = batch.rows.samples or (0,)
    captions = [task == "captioning" for task in batch.rows.tasks] or [False]
    return torch.tensor(samples, device=device), torch.tensor(captions, device=device)
