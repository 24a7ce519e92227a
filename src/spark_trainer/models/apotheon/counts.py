"""How much a batch teaches, known from what the host holds, before the model has run."""

from __future__ import annotations

from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.models.apotheon.names import Objective


def target_counts(batch: Batch) -> dict[Objective, int]:
    """Tokens of each task and pairs of the contrastive loss: the counts of `Outputs.losses`."""
    rows = batch.rows
    seen, heard = _seen(batch), _heard(batch)
    texts = [
        (task, sample)
        for task, sample, prompt, length in zip(
            rows.tasks, rows.samples, rows.prompts, rows.lengths, strict=True
        )
        if length > prompt
    ]
    pairs = sum((seen if task == "captioning" else heard)[sample] for task, sample in texts)
    pairs += sum(s and h for s, h in zip(seen, heard, strict=True))
    return {
        "captioning": len(rows.targets("captioning")),
        "transcription": len(rows.targets("transcription")),
        "contrastive": pairs,
    }


def _seen(batch: Batch) -> list[bool]:
    return [count > 0 for count in batch.frames.counts]


def _heard(batch: Batch) -> list[bool]:
    """Samples with a window that holds sound: an empty one is masked whole."""
    lengths_s, heard, begin = batch.sounds.lengths_s, [], 0
    for count in batch.sounds.counts:
        heard.append(max(lengths_s[begin : begin + count], default=0.0) > 0)
        begin += count
    return heard
