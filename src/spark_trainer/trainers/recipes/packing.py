"""Short rows put together in one, each seeing only itself.

R rows   T tokens
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from spark_trainer.trainers.recipes.batch import padded
from spark_trainer.trainers.recipes.causal import NOT_LEARNED, TARGETS, Row


def packed(rows: Sequence[Row]) -> list[list[Row]]:
    """Bins of rows, none longer than the longest row: first fit, the longest first."""
    most = max(len(row.tokens) for row in rows)
    bins: list[list[Row]] = []
    room: list[int] = []
    for row in sorted(rows, key=lambda one: -len(one.tokens)):
        length = len(row.tokens)
        place = next((n for n, left in enumerate(room) if left >= length), None)
        if place is None:
            bins.append([])
            room.append(most)
            place = len(bins) - 1
        bins[place].append(row)
        room[place] -= length
    return bins


def packed_tensors(rows: Sequence[Row], pad: int) -> dict[str, Tensor]:
    """What a model reads: tokens, places that begin anew with each row, who sees whom, targets.

    The mask `attention_mask` is R x 1 x T x T, True where the one may look at the other.
    """
    bins = packed(rows)
    owners_RT = padded([_owners(one) for one in bins], -1)
    same_RTT = owners_RT[:, :, None] == owners_RT[:, None, :]
    earlier_TT = torch.ones(same_RTT.shape[1:], dtype=torch.bool).tril()
    return {
        "input_ids": padded([[t for row in one for t in row.tokens] for one in bins], pad),
        "position_ids": padded(
            [[n for row in one for n in range(len(row.tokens))] for one in bins], 0
        ),
        "attention_mask": (same_RTT & earlier_TT)[:, None],
        TARGETS: padded([[t for row in one for t in row.targets()] for one in bins], NOT_LEARNED),
    }


def _owners(rows: Sequence[Row]) -> list[int]:
    return [number for number, row in enumerate(rows) for _ in row.tokens]
