"""Each shipped trainer learns, resumes, exports, answers and fails as it promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.trainers.check import check
from spark_trainer.trainers.discovery import load_trainer

TRAINERS = (
    "apotheon-multimodal",
    "blip2-caption",
    "llama3-instruction",
    "qwen2-vl",
    "svd-video",
    "whisper-finetune",
)


@pytest.mark.parametrize("trainer", TRAINERS)
def test_it_keeps_its_promises(trainer: str, tmp_path: Path) -> None:
    found = list(check(load_trainer(trainer), trainer, tmp_path))
    assert [one.told for one in found if not one.kept] == []
    assert len(found) == 5
