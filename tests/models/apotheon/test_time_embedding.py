from __future__ import annotations

import torch

from spark_trainer.models.apotheon.time_embedding import TimeEmbedding, waves


def test_times_a_frame_apart_are_told_apart_also_late_in_a_long_video() -> None:
    early, late = waves(torch.tensor([0.0, 0.04])), waves(torch.tensor([7200.0, 7200.04]))
    for pair in (early, late):
        assert (pair[0] - pair[1]).abs().max() > 0.1


def test_the_slowest_wave_tells_where_in_an_hour_a_time_lies() -> None:
    slowest = waves(torch.tensor([0.0, 60.0, 900.0, 1800.0, 3600.0]))[:, 47]
    assert (slowest.diff() > 0.02).all()


def test_waves_are_finite_and_at_most_one() -> None:
    found = waves(torch.tensor([0.0, 1e-3, 1.0, 86_400.0]))
    assert torch.isfinite(found).all()
    assert found.abs().max() <= 1


def test_an_embedding_takes_any_shape() -> None:
    assert TimeEmbedding(12)(torch.rand(2, 3)).shape == (2, 3, 12)
    assert TimeEmbedding(12).to(torch.bfloat16)(torch.rand(2)).dtype == torch.bfloat16
