"""Several trackers as one: what breaks is said once and left out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.core.errors import ConfigError, MissingPackageError
from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.registry import TRACKERS, open_trackers
from spark_trainer.trainers.trackers.tracker import Trackers, rows


class NotDeliveredError(Exception):
    pass


class Told:
    """Notes what it is told; from some call on it fails."""

    errors: tuple[type[Exception], ...] = (NotDeliveredError,)

    def __init__(self, name: str, error: Exception | None = None, from_step: int = 0) -> None:
        self.name = name
        self.calls: list[tuple[Any, ...]] = []
        self._error, self._from_step = error, from_step

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        self.calls.append(("start", run_id, dict(config), step))

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        self.calls.append(("metrics", step, dict(values)))
        if self._error and step >= self._from_step:
            raise self._error

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        self.calls.append(("samples", step, len(table)))

    def close(self) -> None:
        self.calls.append(("close",))


@pytest.mark.parametrize(
    "error", [NotDeliveredError("no route\x1b"), ConnectionResetError("no route\x1b")]
)
def test_one_that_fails_is_said_once_and_the_others_go_on(error: Exception) -> None:
    said: list[str] = []
    good, bad = Told("good"), Told("bad", error, from_step=2)
    trackers = Trackers([bad, good], said.append)
    trackers.start("id", {"seed": 1}, 4)
    for step in (1, 2, 3):
        trackers.metrics(step, {"loss": 1.0})
    trackers.samples(3, [])
    trackers.close()
    assert said == [
        r"bad is told nothing more: no route\x1b. The training goes on, "
        "and events.jsonl has all of it."
    ]
    assert [call[0] for call in bad.calls] == ["start", "metrics", "metrics"]
    assert [call[0] for call in good.calls] == ["start", *["metrics"] * 3, "samples", "close"]
    assert good.calls[0] == ("start", "id", {"seed": 1}, 4)


def test_a_mistake_of_ours_is_not_taken_for_a_failed_delivery() -> None:
    trackers = Trackers([Told("bad", TypeError("ours"))], pytest.fail)
    with pytest.raises(TypeError, match="ours"):
        trackers.metrics(1, {})


def test_no_names_are_no_trackers(tmp_path: Path) -> None:
    trackers = open_trackers((), tmp_path, pytest.fail)
    trackers.start("id", {})
    trackers.metrics(1, {"loss": 1.0})
    trackers.close()
    assert trackers.names == ()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name_is_told_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"unknown tracker `tensorbord` \(did you mean `tensorb"):
        open_trackers(["tensorbord"], tmp_path, pytest.fail)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("tensorboard", r"pip install 'spark-trainer\[trackers\]'"),
        ("wandb", "pip install wandb"),
        ("mlflow", "pip install mlflow-skinny"),
        ("trackio", "pip install trackio"),
    ],
)
def test_one_that_is_not_installed_is_an_error_with_the_command(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match=f"`{name}`.*not installed.*{command}"):
        open_trackers([name], tmp_path, pytest.fail)
    assert list(tmp_path.iterdir()) == []


def test_every_tracker_bears_its_name() -> None:
    assert {name: made.name for name, made in TRACKERS.items()} == {n: n for n in TRACKERS}  # type: ignore[attr-defined]


def test_samples_become_rows_of_text() -> None:
    samples = [
        Sample(id="a", picture="f.jpg", references=("one", "two"), output="three", score=1 / 3),
        Sample(id="b", references=(), output="", score=None),
    ]
    assert rows(samples) == [
        ["a", "f.jpg", "one | two", "three", "0.3333"],
        ["b", "", "", "", ""],
    ]
