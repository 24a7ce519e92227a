"""What a training of Apotheon begins with: its encoders, which may not be here."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.labelers.fake_hub import fake_hub
from tests.pipelines.small import COMMAND
from tests.trainers.apotheon_data.hand_made import Video, write_dataset


def test_an_encoder_that_is_not_here_is_one_message_and_nothing_is_trained(tmp_path: Path) -> None:
    data, run = write_dataset(tmp_path / "data", [Video("a")]), tmp_path / "run"
    words = ["train", "apotheon-multimodal", "--manifest", str(data), "--output", str(run)]
    with fake_hub() as hub:
        done = subprocess.run(
            [*COMMAND, *words],
            env=hub.environment(tmp_path, offline=True),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    told = done.stderr
    assert done.returncode == 1
    assert told.startswith("error: the model openai/clip-vit-large-patch14 is not in the cache")
    assert "- Or name a folder that holds it: --set architecture.vision.model=FOLDER" in told
    assert told.endswith("Nothing was trained.\n")
    assert not run.exists()
