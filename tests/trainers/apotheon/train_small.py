"""Trains the small model as its one argument, a JSON object, says. A program, so it can be killed.

{"config": {...}, "stages": [...] or null}
"""

from __future__ import annotations

import json
import sys
from typing import Any

import torch
from tests.models.apotheon.small import small_template

from spark_trainer.models.apotheon.config import read_config
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon.trainer import ApotheonTrainer
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainingConfig
from spark_trainer.trainers.training.training import Trained

STAGES = [
    {"name": "pictures", "epochs": [0, 1], "modalities": ["text", "image"], "learning_rate": 1e-3},
    {
        "name": "all",
        "epochs": [1, 2],
        "modalities": ["text", "image", "audio", "video"],
        "frozen": ["vision_encoder", "text_encoder"],
        "loss_weights": {"captioning": 1.0, "transcription": 2.0, "contrastive": 0.1},
    },
    {"name": "thawed", "epochs": [2, None], "modalities": ["text", "image", "audio", "video"]},
]


def settings(dataset: Any, output: Any, **more: Any) -> dict[str, Any]:
    """Of a run of 12 to 15 steps on 20 samples."""
    return {
        "manifest_path": str(dataset),
        "output_dir": str(output),
        "num_epochs": 3,
        "batch_size": 4,
        "gradient_accumulation_steps": 1,
        "learning_rate": 2e-3,
        "mixed_precision": "no",
        "val_share": 0.2,
        "test_share": 0.0,
        "checkpoint_every": 2,
        "evaluate_every": 3,
        "resume": "auto",
        **more,
    }


def train_small(config: dict[str, Any], stages: list[Any] | None = None, **more: Any) -> Trained:
    template = small_template()
    template["architecture"]["fusion"]["dropout"] = 0.1
    if stages is not None:
        template["curriculum"] = {"stages": stages}
    checked = ApotheonTrainingConfig(**config)
    template["training"]["num_epochs"] = checked.num_epochs
    model = build_model(read_config(template), checked)
    return ApotheonTrainer(model, checked, template_name="small", **more).train()


if __name__ == "__main__":
    torch.set_num_threads(1)
    asked = json.loads(sys.argv[1])
    done = train_small(asked["config"], asked["stages"])
    print(json.dumps({"steps": done.steps, "finished": done.finished}))
