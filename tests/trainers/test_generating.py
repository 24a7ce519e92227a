"""What each kind of model says that it generates from."""

from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import UsageError
from spark_trainer.trainers.discovery import load_trainer
from spark_trainer.trainers.generating import Takes, check_taken

EXAMPLES = {
    "apotheon-multimodal": "--video CLIP.mp4",
    "whisper-finetune": "--video CLIP.mp4",
    "blip2-caption": "--video CLIP.mp4",
    "qwen2-vl": "--video CLIP.mp4",
    "llama3-instruction": "--prompt TEXT",
    "svd-video": "--image FILE.png --output FOLDER",
}


@pytest.mark.parametrize("trainer", EXAMPLES)
def test_the_example_that_training_ends_with_is_one_that_is_taken(trainer: str) -> None:
    takes = load_trainer(trainer).takes
    assert takes.example == EXAMPLES[trainer]
    given = [name.removeprefix("--") for name in takes.example.split() if name.startswith("--")]
    media = [name for name in given if name in takes.media]
    check_taken(Path("run"), trainer, takes, media, [n for n in given if n not in media])


def test_a_trainer_that_does_not_generate_says_what_does_instead() -> None:
    with pytest.raises(UsageError, match=r"trained by mine, which does not generate.*evaluate run"):
        check_taken(Path("run"), "mine", Takes(), ["video"], [])


def test_all_that_is_wrong_with_the_kinds_of_input_is_told_first() -> None:
    takes = Takes(("video",), ("prompt",), needs=("prompt",))
    with pytest.raises(UsageError, match=r"--audio, --image, --task cannot be given$"):
        check_taken(Path("run"), "mine", takes, ["audio", "image", "audio"], ["task"])
    with pytest.raises(UsageError, match=r"takes --video CLIP\.mp4 with --prompt TEXT; --video"):
        check_taken(Path("run"), "mine", takes, [], [])
