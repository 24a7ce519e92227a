"""What events add up to."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trainers.small_runs import make_run

from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.run_history import (
    WARNINGS,
    best_metrics,
    envelope,
    last_step,
    number,
    read_history,
)


def test_a_curve_has_every_step_once_after_a_resume(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[4.0, 3.0, 9.0, 9.0], end=None)
    with RunFolder.open(folder, write=True) as run:
        run.rewind(2)
        run.event("step", step=3, loss=float("nan"))
    history = read_history(folder)
    assert list(history.steps) == [1, 2, 3]
    assert list(history.losses)[:2] == [4.0, 3.0]
    assert math.isnan(history.losses[2])
    assert history.resumes == 1
    assert history.last_step is not None
    assert history.last_step["step"] == 3


def test_the_last_step_is_one_that_no_resume_undid(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[4.0, 3.0, 2.0], end=None)
    found = last_step(folder)
    assert found is not None
    assert found["loss"] == 2.0
    with RunFolder.open(folder, write=True) as run:
        run.rewind(1)
    found = last_step(folder)
    assert found is not None
    assert found["loss"] == 4.0
    with RunFolder.open(folder, write=True) as run:
        run.rewind(0)
    assert last_step(folder) is None


def test_of_many_warnings_the_last_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[])
    with RunFolder.open(folder, write=True) as run:
        for n in range(50):
            run.event("warning", message=str(n))
    history = read_history(folder)
    assert history.warned == 50
    assert [event["message"] for event in history.warnings] == [
        str(n) for n in range(50 - WARNINGS, 50)
    ]


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("loss", (1.0, 2)), ("captioning_loss", (1.0, 2)), ("wer", (1.0, 2)), ("cer", (1.0, 2)),
        ("cider_d", (3.0, 1)), ("R@1, text to picture", (3.0, 1)), ("exact_match", (3.0, 1)),
    ],
)  # fmt: skip
def test_the_best_loss_is_the_lowest_and_the_best_score_the_highest(
    name: str, best: tuple[float, int]
) -> None:
    values = {1: 3.0, 2: 1.0, 3: 1.0, 4: 3.0, 5: float("nan")}
    events = [
        {"seq": s, "event": "evaluation", "step": s, "split": "val", "metrics": {name: v}}
        for s, v in values.items()
    ]
    found = best_metrics(events)[f"val {name}"]
    assert (found.value, found.step) == best


@pytest.mark.parametrize("value", [None, "1.0", True, [], {}, float("inf"), 10**400])
def test_what_is_no_finite_number_is_nan(value: object) -> None:
    assert math.isnan(number(value))


@pytest.mark.parametrize("metrics", [None, [], "x", {"loss": "low"}, {"loss": None}])
def test_metrics_of_another_kind_are_left_out(metrics: Any) -> None:
    assert best_metrics([{"seq": 1, "event": "evaluation", "metrics": metrics}]) == {}


@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=80), st.integers(1, 30)
)  # fmt: skip
def test_no_extreme_of_a_curve_is_lost(values: list[float], bins: int) -> None:
    found = envelope(range(1, len(values) + 1), values, bins)
    known = [value for value in values if not math.isnan(value)]
    assert len(found) == min(bins, len(values))
    assert max((b.high for b in found if b), default=None) == max(known, default=None)
    assert min((b.low for b in found if b), default=None) == min(known, default=None)
    firsts = [b.first_step for b in found if b]
    assert firsts == sorted(set(firsts))


def test_events_of_a_strange_writer_do_not_break_the_sum(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", losses=[1.0])
    strange = [
        {"event": "step", "loss": "x"},
        {"event": "step", "step": 2, "loss": 1e308},
        {"event": "warning", "message": [1]},
        {"event": "unheard_of"},
    ]
    with (folder / "events.jsonl").open("a") as stream:
        for n, event in enumerate(strange):
            stream.write(json.dumps({"seq": 100 + n, **event}) + "\n")
    history = read_history(folder)
    assert list(history.steps) == [1, 0, 2]
    assert history.warned == 1
