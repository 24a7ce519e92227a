from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.curriculum import Curriculum
from spark_trainer.models.checking import read_settings


def stages(*spans: tuple[int, int | None]) -> Curriculum:
    listed = [
        {"name": f"stage {i}", "epochs": list(span), "modalities": ["text"]}
        for i, span in enumerate(spans)
    ]
    return read_settings(Curriculum, {"stages": listed}, "template")


@given(lengths=st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_every_epoch_has_the_one_stage_that_it_lies_in(lengths: list[int]) -> None:
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    curriculum = stages(*zip([0, *ends[:-1]], ends, strict=True))
    found = [curriculum.stage_at(epoch).name for epoch in range(ends[-1])]
    assert found == [f"stage {i}" for i, length in enumerate(lengths) for _ in range(length)]


def test_a_stage_without_end_holds_for_ever() -> None:
    assert stages((0, 2), (2, None)).stage_at(1_000).name == "stage 1"


def test_an_epoch_behind_the_last_stage_is_told_with_the_remedy() -> None:
    with pytest.raises(ConfigError, match=r"epoch 4 has no stage.*epochs: \[2, null\]"):
        stages((0, 2), (2, 4)).stage_at(4)


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ([(1, 2)], "`stage 0` starts at epoch 1; it must start at 0"),
        ([(0, 2), (3, 4)], "`stage 1` starts at epoch 3; it must start at 2"),
        ([(0, 2), (1, 4)], "`stage 1` starts at epoch 1; it must start at 2"),
        ([(0, None), (1, 4)], "`stage 1` starts at epoch 1; it must start at None"),
        ([(0, 0)], r"epochs are \[0, 0\]"),
    ],
)
def test_gaps_and_overlaps_are_mistakes(spans: Any, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        stages(*spans)


def test_a_stage_without_text_is_a_mistake() -> None:
    stage = {"name": "a", "epochs": [0, 1], "modalities": ["audio"]}
    with pytest.raises(ConfigError, match="modalities lack `text`"):
        read_settings(Curriculum, {"stages": [stage]}, "template")


def test_a_weight_left_out_of_a_stage_is_told_before_training() -> None:
    stage = {"name": "a", "epochs": [0, 1], "modalities": ["text"], "loss_weights": {}}
    stage["loss_weights"] = {"captioning": 1.0, "contrastive": 0.0}
    with pytest.raises(ConfigError, match="loss_weights lack transcription; give a weight"):
        read_settings(Curriculum, {"stages": [stage]}, "template")
    stage["loss_weights"] = {"captions": 1.0}
    with pytest.raises(ConfigError, match=r"`stages\[0\].loss_weights.captions"):
        read_settings(Curriculum, {"stages": [stage]}, "template")
