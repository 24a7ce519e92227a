from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from spark_trainer.trainers.apotheon_data.facts import Facts


def facts(**meta: Any) -> Facts:
    values = {"duration": 4.0, "num_frames": 2, **meta}
    return Facts.model_validate(
        {"id": "v", "frames_dir": "v/frames", "audio": None, "meta": values}
    )


def test_frames_that_are_not_named_are_numbered_and_spread_over_the_video() -> None:
    assert [(f.file, f.time) for f in facts().frames] == [
        ("frame_000001.jpg", 1.0), ("frame_000002.jpg", 3.0)
    ]  # fmt: skip


def test_frames_that_are_named_are_taken_as_they_are() -> None:
    named = facts(frames=[{"file": "x.jpg", "time": 0.5, "motion": 0.1}])
    assert [(f.file, f.time) for f in named.frames] == [("x.jpg", 0.5)]


def test_a_text_without_a_word_is_none() -> None:
    told = facts(caption="  ", transcript="", all_captions=[None, " a cat "])
    assert told.caption is told.transcript is told.frame_caption(0) is told.frame_caption(7) is None
    assert told.frame_caption(1) == "a cat"


@pytest.mark.parametrize("meta", [{"duration": float("nan")}, {"num_frames": 10**9}])
def test_values_that_cannot_be_are_refused(meta: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        facts(**meta)
