"""What the terminal is told of a training."""

from __future__ import annotations

from spark_trainer.cli.training_progress import line_of

STEP = {"event": "step", "step": 3, "epoch": 0, "tokens_per_s": 168.4, "left_s": 61.0}


def test_a_step_says_its_loss_task_by_task() -> None:
    losses = {"captioning": 4.5339, "transcription": None}
    told = line_of({**STEP, "loss": 9.57, "losses": losses})
    assert told == "step 3 epoch 1 loss 9.570 (captions 4.534) 168 tokens/s, 0:01:01 left"


def test_a_step_without_a_loss_says_why() -> None:
    told = line_of({**STEP, "loss": None, "losses": {"captioning": None}})
    assert told == (
        "step 3 epoch 1: no text and no sound in this batch, so nothing to learn, 0:01:01 left"
    )
