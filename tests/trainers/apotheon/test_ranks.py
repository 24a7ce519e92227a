"""Two processes learn as one does, whichever way they share the model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.trainers.apotheon.rank_run import FROZEN_FROM, STEPS, engine_of, steps

PROGRAM = Path(__file__).with_name("rank_run.py")
REPO = Path(__file__).resolve().parents[3]
RAN = {
    "ddp": ("PlainEngine", "DistributedDataParallel", 0),
    "fsdp2": ("ShardedEngine", "FSDPApotheonMultiModalModel", 0),
    "zero2": ("ZeroEngine", "DeepSpeedEngine", 2),
    "zero3": ("ZeroEngine", "DeepSpeedEngine", 3),
}


@pytest.fixture(scope="module")
def alone() -> list[list[float]]:
    return steps(engine_of("none"), 2 * len(STEPS), FROZEN_FROM)


@pytest.fixture(scope="module")
def together() -> dict[str, dict[str, Any]]:
    """One start for all strategies: most of the time goes into imports."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    done = subprocess.run(
        [*torchrun, "--nproc_per_node", "2", str(PROGRAM), *RAN],
        env={
            **os.environ,
            "PYTHONPATH": f"{REPO / 'src'}:{REPO}",
            "OMP_NUM_THREADS": "1",
            "DS_ACCELERATOR": "cpu",
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))


@pytest.mark.parametrize("strategy", RAN)
def test_two_ranks_that_miss_different_things_learn_as_one(
    strategy: str, alone: list[list[float]], together: dict[str, dict[str, Any]]
) -> None:
    """With a part frozen in the middle, and everything put into another engine at the end."""
    found = together[strategy]
    assert (found["engine"], found["run"], found["stage"]) == RAN[strategy]
    assert found["ranks"] == 2
    assert (found["shared"] > 0) == (strategy == "fsdp2")
    assert found["resumed"]
    for mine, theirs in zip(found["steps"], alone, strict=True):
        assert mine[:3] == pytest.approx(theirs[:3], abs=1e-5)
        assert mine[3] == pytest.approx(theirs[3], rel=1e-3, abs=1e-4)
