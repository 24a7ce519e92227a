from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.training.schedule import progress_of, rate_share

Schedule = Literal["cosine", "linear", "constant"]
SCHEDULES = st.sampled_from(["cosine", "linear", "constant"])


def config_with(schedule: Schedule, warmup: float = 0.1) -> ApotheonTrainingConfig:
    return ApotheonTrainingConfig(manifest_path="m", schedule=schedule, warmup_share=warmup)


@given(SCHEDULES, st.floats(0, 0.99), st.floats(0.001, 1))
def test_a_rate_is_a_share_of_the_peak(schedule: Schedule, warmup: float, progress: float) -> None:
    assert 0 <= rate_share(progress, config_with(schedule, warmup)) <= 1


@given(SCHEDULES, st.floats(0.1, 1), st.floats(0.1, 1))
def test_behind_the_warm_up_it_never_rises(schedule: Schedule, one: float, two: float) -> None:
    config = config_with(schedule)
    assert rate_share(max(one, two), config) <= rate_share(min(one, two), config) + 1e-12


def test_it_rises_falls_and_ends_where_it_should() -> None:
    config = config_with("cosine")
    assert rate_share(0.05, config) == 0.5
    assert rate_share(0.1, config) == 1.0
    assert rate_share(1.0, config) == config.final_rate_share
    assert rate_share(1.0, config_with("constant")) == 1.0


def test_progress_ends_with_the_epochs_or_the_steps_whichever_comes_first() -> None:
    config = ApotheonTrainingConfig(manifest_path="m", num_epochs=4, max_steps=10)
    assert progress_of(config, 2.0, 1) == 0.5
    assert progress_of(config, 1.0, 9) == 0.9
    assert progress_of(config, 5.0, 1) == 1.0
