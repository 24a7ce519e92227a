"""An Apotheon so small that it learns eight clips by heart in seconds."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spark_trainer.models.registry import template as template_of
from spark_trainer.trainers.recipes.tiny import SENTENCES, write_pictures, write_sounds

SIDE_PX = 32


def tiny_apotheon(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, and a dataset of one picture and one sound a video."""
    chosen = copy.deepcopy(template_of("apotheon-tiny"))
    parts = chosen["architecture"]
    parts["vision"]["config"] |= {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "image_size": SIDE_PX,
        "patch_size": 8,
    }
    parts["audio"]["config"] |= {
        "d_model": 32,
        "encoder_layers": 1,
        "encoder_attention_heads": 2,
        "encoder_ffn_dim": 64,
        "num_mel_bins": 16,
        "max_source_positions": 50,
    }
    parts["text"]["config"] |= {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_attention_heads": 2,
    }
    parts["text"]["config"] |= {"num_key_value_heads": 2, "max_position_embeddings": 64}
    parts["fusion"] |= {"width": 48, "layers": 2, "heads": 4, "dropout": 0.0}
    parts["fusion"] |= {"contrastive_width": 16}
    chosen["objectives"]["contrastive"]["weight"] = 0.0
    chosen["training"] |= {"num_epochs": 1000, "batch_size": 8, "learning_rate": 4.0e-3}
    chosen["training"] |= {"warmup_share": 0.0, "weight_decay": 0.0}
    chosen["data"] |= {"max_frames": 1, "max_audio_s": 1.0, "max_text_tokens": 32}
    return chosen, _dataset(folder / "data")


def _dataset(folder: Path) -> Path:
    pictures = write_pictures(folder / "pictures", SIDE_PX, kind="jpg").parent
    sounds = write_sounds(folder / "sounds").parent
    lines = []
    for number, sentence in enumerate(SENTENCES):
        place = folder / f"{number}"
        (place / "frames").mkdir(parents=True)
        shutil.move(pictures / f"{number}.jpg", place / "frames/frame_000001.jpg")
        shutil.move(sounds / f"{number}.wav", place / "audio.wav")
        meta = {
            "duration": 1.0,
            "num_frames": 1,
            "caption": sentence,
            "all_captions": [sentence],
            "transcript": SENTENCES[-1 - number],
        }
        lines.append(
            {
                "id": f"{number}",
                "frames_dir": f"{number}/frames",
                "audio": f"{number}/audio.wav",
                "meta": meta,
            }
        )
    (folder / "manifest.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder
