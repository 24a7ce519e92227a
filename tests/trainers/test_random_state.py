"""After `restore`, every generator goes on as it did after `capture`."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from spark_trainer.core.errors import CheckpointError
from spark_trainer.trainers.random_state import capture, restore
from spark_trainer.trainers.state_codec import decode, encode


@pytest.fixture(autouse=True)
def _global_generators_are_left_alone() -> Iterator[None]:
    before = capture()
    yield
    restore(before)


def draw(own: dict[str, Any]) -> list[Any]:
    return [
        random.random(), random.gauss(0, 1), np.random.standard_normal(), torch.rand(3).tolist(),
        torch.randn(1).item(), own["python"].gauss(0, 1),
        own["torch"].initial_seed(), torch.rand(2, generator=own["torch"]).tolist(),
        own["numpy"].integers(0, 99, 5).tolist(), own["twister"].random(), own["philox"].random(),
    ]  # fmt: skip


def test_all_generators_go_on_where_they_were() -> None:
    own = {
        "python": random.Random(1),
        "torch": torch.Generator().manual_seed(2),
        "numpy": np.random.default_rng(3),
        "twister": np.random.Generator(np.random.MT19937(4)),
        "philox": np.random.Generator(np.random.Philox(5)),
    }
    draw(own)  # an odd number of normal numbers: the second of a pair is kept in the state
    outline, tensors = encode(capture(own))
    wanted = [draw(own) for _ in range(3)]
    assert restore(decode(json.loads(json.dumps(outline)), tensors), own) == ()
    assert [draw(own) for _ in range(3)] == wanted


def test_other_generators_than_those_saved_are_refused() -> None:
    saved = capture({"shuffle": random.Random(1)})
    before = capture()
    with pytest.raises(CheckpointError, match=r"of \['shuffle'\], wanted are those of \['order'\]"):
        restore(saved, {"order": random.Random(1)})
    assert random.getstate() == before["python"]


def test_gpus_that_are_not_here_are_named() -> None:
    saved = capture()
    saved["cuda"] = [torch.zeros(16, dtype=torch.uint8)] * (torch.cuda.device_count() + 1)
    assert restore(saved)[-1] == f"cuda:{torch.cuda.device_count()}"
