"""Kills and failing calls at any moment of a run: told, and the next try ends in the same bytes."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.trainers.apotheon.train_small import STAGES, settings, train_small
from tests.trainers.apotheon_data.hand_made import mixed, write_dataset
from tests.trainers.faults import CALLS, Fault, failing_with, watching

from spark_trainer.core.errors import SparkTrainerError
from spark_trainer.trainers.run_events import current
from spark_trainer.trainers.run_folder import RunFolder

REPO = Path(__file__).resolve().parents[3]
KILLS, TRIES_PER_CALL = 20, 3
CODES = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EMFILE)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("faults") / "data", mixed(16))


def made(run: Path) -> tuple[list[tuple[int, float, float]], bytes, list[str]]:
    """Losses and gradients of each step that counts, the weights, and what lies in the folder."""
    steps = [
        (e["step"], e["loss"], e["grad_norm"]) for e in current(run / "events.jsonl", {"step"})
    ]
    names = sorted(path.name for path in run.iterdir())
    return steps, (run / "model/model.safetensors").read_bytes(), names


KILLED = """
import json, os, random, signal, sys, time
from pathlib import Path
import torch
from tests.models.apotheon.small import small_model
from tests.trainers.apotheon.train_small import STAGES, train_small
from tests.trainers.faults import CALLS, Fault, watching

torch.set_num_threads(1)
small_model()  # imports what children would import, each for itself
config, kills = json.loads(sys.argv[1]), int(sys.argv[2])
events = Path(config["output_dir"]) / "events.jsonl"
dice = random.Random(5)

def steps():
    return events.read_bytes().count(b'"event": "step"') if events.exists() else 0

def die(where):
    os.kill(os.getpid(), signal.SIGKILL)

for attempt in range(kills + 1):
    in_a_call = Fault(Path(config["output_dir"]), dice.randrange(1, 80), die)
    wanted, late_s = steps() + dice.randrange(1, 5), dice.random() * 0.1
    child = os.fork()  # before torch learns anything, so that it has no threads yet
    if child == 0:
        if attempt < kills and attempt % 2:
            with watching(in_a_call, *CALLS):
                train_small(config, STAGES)
        else:
            train_small(config, STAGES)
        os._exit(0)
    ended = 0
    if attempt < kills and attempt % 2 == 0:
        while not ended and steps() < wanted:
            ended, status = os.waitpid(child, os.WNOHANG)
            time.sleep(0.002)
        time.sleep(late_s)
        os.kill(child, signal.SIGKILL) if not ended else None
    if not ended:
        status = os.waitpid(child, 0)[1]
    print(os.waitstatus_to_exitcode(status))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_killed_twenty_times_it_ends_in_the_same_losses_weights_and_files(
    samples: Path, tmp_path: Path
) -> None:
    train_small(settings(samples, tmp_path / "whole"), STAGES)
    config = settings(samples, tmp_path / "killed")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, json.dumps(config), str(KILLS)],
        env={**os.environ, "PYTHONPATH": f"{REPO / 'src'}:{REPO}", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split().count("-9") >= KILLS // 2, done.stdout
    assert made(tmp_path / "killed") == made(tmp_path / "whole")


def test_a_crash_while_the_model_is_replaced_leaves_a_model(samples: Path, tmp_path: Path) -> None:
    train_small(settings(samples, tmp_path / "run", max_steps=2))
    before = made(tmp_path / "run")
    (tmp_path / "run/model").rename(tmp_path / "run/.model.0123abcd.gone")
    (tmp_path / "run/.model.0123abcd.tmp").mkdir()
    train_small(settings(samples, tmp_path / "run", max_steps=2))
    assert made(tmp_path / "run") == before


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_is_told_and_the_next_try_ends_in_the_same_bytes(
    call: str, samples: Path, tmp_path: Path
) -> None:
    short = {"max_steps": 2, "evaluate_every": 2, "checkpoint_every": 1, "keep_newest": 1}
    whole = tmp_path / "whole"
    fault = Fault(whole, -1, failing_with(0))
    with watching(fault, call):
        train_small(settings(samples, whole, **short))
    assert fault.calls > 0, f"never calls {call}"
    for nth in range(1, fault.calls + 1, -(-fault.calls // TRIES_PER_CALL)):
        code, run = CODES[nth % 4], tmp_path / f"{nth}"
        with watching(Fault(run, nth, failing_with(code)), call):
            try:
                train_small(settings(samples, run, **short))
            except SparkTrainerError as e:
                assert os.strerror(code) in str(e), f"{call} {nth}: {e}"
                assert str(run) in str(e)
        train_small(settings(samples, run, **short))
        assert made(run) == made(whole), f"{call} {nth}"
        assert RunFolder.open(run, write=False).status().state == "completed"
