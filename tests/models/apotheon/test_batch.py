from __future__ import annotations

from typing import Any

import pytest
import torch
from tests.models.apotheon.small import Sample, batch_of

from spark_trainer.models.apotheon.batch import Batch, Frames, Rows, Sounds


def rows(**changes: Any) -> Rows:
    values: dict[str, Any] = {
        "tokens_RT": torch.zeros(2, 5, dtype=torch.long),
        "lengths": (5, 3),
        "prompts": (2, 1),
        "tasks": ("captioning", "transcription"),
        "samples": (0, 1),
    }
    return Rows(**{**values, **changes})


def test_targets_are_known_by_length_whatever_the_ids() -> None:
    assert rows().targets() == [(0, 2), (0, 3), (0, 4), (1, 1), (1, 2)]
    assert rows().targets("transcription") == [(1, 1), (1, 2)]
    assert rows(prompts=(5, 3)).targets() == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lengths": (6, 3)}, "a row of 6 of 5 tokens with a prompt of 2"),
        ({"prompts": (0, 1)}, "a row of 5 of 5 tokens with a prompt of 0"),
        ({"prompts": (2, 4)}, "a row of 3 of 5 tokens with a prompt of 4"),
        ({"samples": (0,)}, "2 rows of tokens need as many"),
    ],
)
def test_rows_that_do_not_fit_are_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        rows(**changes)


def test_counts_must_add_up() -> None:
    with pytest.raises(ValueError, match=r"frames: counts \(1, 1\) do not add up to 3"):
        Frames(torch.zeros(3, 3, 4, 4), torch.zeros(3), (1, 1))
    with pytest.raises(ValueError, match="1 lengths for 2 windows"):
        Sounds(torch.zeros(2, 4, 8), torch.zeros(2), (1.0,), (2,))


def test_pictures_come_as_pixels_or_as_features_but_not_both() -> None:
    with pytest.raises(ValueError, match="frames: give what the encoder takes or the features"):
        Frames(None, torch.zeros(0), ())


def test_a_row_of_no_sample_is_refused() -> None:
    batch = batch_of([Sample()])
    with pytest.raises(ValueError, match="rows belong to samples"):
        Batch(batch.frames, batch.sounds, rows(samples=(0, 7)), batch.videos_B)


def test_a_batch_moves_whole_and_stays_the_same() -> None:
    batch = batch_of([Sample(), Sample(seed=1)]).to("meta")
    assert batch.frames.pixels_NCHW is not None
    assert batch.frames.pixels_NCHW.device.type == "meta"
    assert batch.rows.tokens_RT.device.type == batch.videos_B.device.type == "meta"
    assert batch.frames.counts == (1, 1)
