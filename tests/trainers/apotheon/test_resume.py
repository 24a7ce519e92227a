"""A run that was killed goes on as if it had not been, to the last bit."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.trainers.apotheon.train_small import STAGES, settings, train_small
from tests.trainers.apotheon_data.hand_made import mixed, write_dataset

from spark_trainer.core.errors import CheckpointError, RunError
from spark_trainer.trainers.run_events import current
from spark_trainer.trainers.run_folder import RunFolder

PROGRAM = Path(__file__).with_name("train_small.py")
REPO = Path(__file__).resolve().parents[3]
HARD = {
    "workers": 2,
    "gradient_accumulation_steps": 2,
    "ema_decay": 0.9,
    "augmentations": "strong",
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("resume") / "data", mixed(24))


def start(config: dict[str, Any], stages: list[Any] | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), json.dumps({"config": config, "stages": stages})],
        env={**os.environ, "PYTHONPATH": f"{REPO / 'src'}:{REPO}", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def losses(run: Path) -> list[tuple[int, float, float]]:
    """Step, loss and gradient of each step, those that were undone left out."""
    return [(e["step"], e["loss"], e["grad_norm"]) for e in current(run / "events.jsonl", {"step"})]


def steps_so_far(run: Path) -> int:
    try:
        lines = (run / "events.jsonl").read_bytes().splitlines()
    except FileNotFoundError:
        return 0
    return sum(b'"event": "step"' in line for line in lines)


def until_step(process: subprocess.Popen[str], run: Path, step: int) -> None:
    before = steps_so_far(run)
    while steps_so_far(run) < before + step and process.poll() is None:
        time.sleep(0.002)


def weights(run: Path) -> bytes:
    return (run / "model/model.safetensors").read_bytes()


def test_killed_with_all_that_is_hard_it_ends_in_the_same_losses_and_weights(
    samples: Path, tmp_path: Path
) -> None:
    """Workers, accumulation, an average, augmentations. test_faults.py kills plain runs."""
    # Workers change nothing, so the one that is not killed needs none.
    whole = train_small(settings(samples, tmp_path / "whole", **{**HARD, "workers": 0}), STAGES)
    killed = tmp_path / "killed"
    dice = random.Random(3)
    process = start(settings(samples, killed, **HARD), STAGES)
    until_step(process, killed, dice.randint(3, 6))
    time.sleep(dice.random() * 0.1)
    process.kill()
    process.communicate()
    last = start(settings(samples, killed, **HARD), STAGES)
    out, errors = last.communicate(timeout=120)
    assert last.returncode == 0, errors
    assert json.loads(out.splitlines()[-1]) == {"steps": whole.steps, "finished": True}
    assert losses(killed) == losses(tmp_path / "whole")
    assert weights(killed) == weights(tmp_path / "whole")


def test_sigterm_saves_and_stops_and_the_rest_is_the_same(samples: Path, tmp_path: Path) -> None:
    train_small(settings(samples, tmp_path / "whole"), STAGES)
    stopped = tmp_path / "stopped"
    process = start(settings(samples, stopped), STAGES)
    until_step(process, stopped, 4)
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    told = json.loads(out.splitlines()[-1])
    assert told["finished"] is False
    assert RunFolder.open(stopped, write=False).status().state == "stopped"
    assert losses(stopped)[-1][0] == told["steps"]
    train_small(settings(samples, stopped), STAGES)
    assert losses(stopped) == losses(tmp_path / "whole")


def test_stages_change_what_is_trained(samples: Path, tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []
    train_small(settings(samples, tmp_path / "run"), STAGES, listeners=[seen.append])
    assert [e["name"] for e in seen if e["event"] == "stage"] == ["pictures", "all", "thawed"]
    first = [e for e in seen if e["event"] == "step" and e["epoch"] == 0]
    assert max(e["learning_rate"] for e in first) <= 1e-3


def test_a_damaged_checkpoint_is_passed_over_and_told(samples: Path, tmp_path: Path) -> None:
    train_small(settings(samples, tmp_path / "whole"))
    run = tmp_path / "run"
    train_small(settings(samples, run, max_steps=6))
    newest = max((run / "checkpoints").iterdir())
    damaged = bytearray((newest / "model.safetensors").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (newest / "model.safetensors").write_bytes(damaged)
    seen: list[dict[str, Any]] = []
    train_small(settings(samples, run, max_steps=6), listeners=[seen.append])
    told = [e["message"] for e in seen if e["event"] == "warning"]
    assert any("passed over" in m and "model.safetensors" in m for m in told)
    assert [e["step"] for e in seen if e["event"] == "resumed"] == [4]


def test_all_checkpoints_damaged_is_an_error(samples: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    train_small(settings(samples, run, max_steps=4))
    for checkpoint in (run / "checkpoints").iterdir():
        (checkpoint / "model.safetensors").write_bytes(b"")
    with pytest.raises(CheckpointError, match=r"no checkpoint in .* is good"):
        train_small(settings(samples, run, max_steps=6))


def test_another_manifest_is_refused(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "data", mixed(12))
    train_small(settings(data, tmp_path / "run", max_steps=2))
    manifest = data / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b"a cat", b"a dog"))
    with pytest.raises(RunError, match="not the manifest that .* began with"):
        train_small(settings(data, tmp_path / "run", max_steps=4))


def test_a_run_is_never_begun_over_another(samples: Path, tmp_path: Path) -> None:
    train_small(settings(samples, tmp_path / "run", max_steps=2))
    with pytest.raises(RunError, match="holds a run already"):
        train_small(settings(samples, tmp_path / "run", resume="never"))


def test_going_on_with_what_is_through_does_nothing(samples: Path, tmp_path: Path) -> None:
    train_small(settings(samples, tmp_path / "run", max_steps=3))
    before = losses(tmp_path / "run")
    again = train_small(settings(samples, tmp_path / "run", max_steps=3))
    assert again.finished
    assert losses(tmp_path / "run") == before
