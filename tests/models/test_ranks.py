"""With several ranks: tests/trainers/apotheon/test_ranks.py."""

from __future__ import annotations

import torch

from spark_trainer.models.ranks import gather_rows


def test_one_process_gathers_its_own_rows() -> None:
    rows = torch.randn(3, 2)
    assert gather_rows(rows) == (rows, 0)
