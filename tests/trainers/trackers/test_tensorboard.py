"""What TensorBoard itself reads back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.registry import open_trackers
from spark_trainer.trainers.trackers.tracker import Trackers

HOSTILE = "<script>alert(1)</script> | **b**\x1b[2J"


def opened(folder: Path, step: int = 0) -> Trackers:
    trackers = open_trackers(["tensorboard"], folder, print)
    trackers.start("0123456789abcdef", {"seed": 7}, step)
    return trackers


def read(folder: Path) -> Any:
    accumulator = EventAccumulator(os.fspath(folder / "tensorboard"))
    accumulator.Reload()
    return accumulator


def texts(accumulator: Any, tag: str) -> list[str]:
    return [
        event.tensor_proto.string_val[0].decode()
        for event in accumulator.Tensors(f"{tag}/text_summary")
    ]


def test_scalars_are_read_back_by_step(tmp_path: Path) -> None:
    trackers = opened(tmp_path)
    for step in (1, 2, 3):
        trackers.metrics(step, {"loss": 1 / step, "losses/captioning": 0.5})
    trackers.close()
    scalars = read(tmp_path).Scalars("loss")
    assert [event.step for event in scalars] == [1, 2, 3]
    assert [round(event.value, 6) for event in scalars] == [1.0, 0.5, 0.333333]
    assert len(read(tmp_path).Scalars("losses/captioning")) == 3


def test_steps_that_a_resume_undid_are_shown_once(tmp_path: Path) -> None:
    trackers = opened(tmp_path)
    for step in (1, 2, 3, 4):
        trackers.metrics(step, {"loss": 9.0})
    trackers.close()
    trackers = opened(tmp_path, step=2)
    for step in (3, 4, 5):
        trackers.metrics(step, {"loss": 1.0})
    trackers.close()
    scalars = read(tmp_path).Scalars("loss")
    assert [(event.step, event.value) for event in scalars] == [
        (1, 9.0), (2, 9.0), (3, 1.0), (4, 1.0), (5, 1.0),
    ]  # fmt: skip


def test_settings_and_samples_are_text_that_does_nothing(tmp_path: Path) -> None:
    trackers = opened(tmp_path)
    sample = Sample(id="v", picture=None, references=("a seven",), output=HOSTILE, score=0.25)
    trackers.samples(1, [sample])
    trackers.close()
    accumulator = read(tmp_path)
    (settings,) = texts(accumulator, "settings")
    assert '"seed": 7' in settings
    (table,) = texts(accumulator, "samples")
    assert table.splitlines()[0] == "| id | picture | references | output | score |"
    row = table.splitlines()[2]
    assert r"\<script\>alert\(1\)\</script\> \| \*\*b\*\*" in row
    assert "\x1b" not in table


def test_a_folder_that_cannot_be_made_is_said_and_training_goes_on(tmp_path: Path) -> None:
    (tmp_path / "tensorboard").touch()
    said: list[str] = []
    trackers = open_trackers(["tensorboard"], tmp_path, said.append)
    trackers.start("0123456789abcdef", {})
    trackers.metrics(1, {"loss": 1.0})
    trackers.close()
    assert len(said) == 1
    assert said[0].startswith("tensorboard is told nothing more: ")
