"""A few steps in which every rank misses something else."""

from __future__ import annotations

import dataclasses

from tests.models.apotheon.small import Sample, batch_of

from spark_trainer.models.apotheon.batch import Batch

WHOLE = [Sample(frames=2, windows_s=(0.4, 0.2), seed=1), Sample(seed=2)]
NO_PICTURES = [Sample(frames=0, rows=(("transcription", "abc"),), seed=3)]
NO_SOUND = [Sample(windows_s=(), rows=(("captioning", "xy"),), seed=4), Sample(seed=5)]
NO_TEXT = [Sample(rows=(), seed=6)]
NOTHING = [Sample(frames=0, windows_s=(), rows=())]
STEPS = [
    (WHOLE, NO_PICTURES),
    (NO_SOUND, WHOLE),
    (NOTHING, NO_SOUND),
    (NO_PICTURES, NO_TEXT),
    (NOTHING, NOTHING),
    (WHOLE, NOTHING),
]


def own_batch(step: tuple[list[Sample], list[Sample]], rank: int | None) -> Batch:
    """What one rank has of a step; all of it for a process alone."""
    if rank is None:
        return batch_of(step[0] + step[1])
    batch = batch_of(step[rank])
    return dataclasses.replace(batch, videos_B=batch.videos_B + rank * len(step[0]))
