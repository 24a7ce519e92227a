from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tests.models.apotheon.rank_steps import STEPS, losses_of_steps

from spark_trainer.models.ranks import gather_rows

SCRIPT = Path(__file__).with_name("rank_steps.py")
REPO = Path(__file__).resolve().parents[3]


def test_two_ranks_that_miss_different_things_learn_as_one_process() -> None:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    done = subprocess.run(
        [*torchrun, "--nproc_per_node", "2", str(SCRIPT)],
        env={**os.environ, "PYTHONPATH": f"{REPO / 'src'}:{REPO}"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    wanted = losses_of_steps("alone")
    assert len(wanted) == len(STEPS)
    for how, found in json.loads(done.stdout).items():
        for one, other in zip(found, wanted, strict=True):
            assert one == pytest.approx(other, abs=1e-5), how


def test_one_process_gathers_its_own_rows() -> None:
    rows = torch.randn(3, 2)
    assert gather_rows(rows) == (rows, 0)
