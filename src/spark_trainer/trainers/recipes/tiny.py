"""What tiny models for `templates check` have in common: bytes as words, and samples to learn."""

from __future__ import annotations

import copy
import json
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spark_trainer.core.optional import require
from spark_trainer.models.registry import template as template_of

SAMPLES = 8
SENTENCES = (
    *("a red car", "two birds", "the sea", "an old man"),
    *("green tea", "a dog runs", "snow falls", "my house"),
)
"""What the samples say, one each."""


def tiny_template(name: str, folder: Path, **sections: dict[str, Any]) -> dict[str, Any]:
    """The shipped template with the model in `folder`, settings to overfit, and these sections."""
    chosen = copy.deepcopy(template_of(name))
    chosen["architecture"] |= {"model": str(folder), "weights": "pretrained", "revision": None}
    chosen["training"] |= {
        "num_epochs": 1000,
        "batch_size": SAMPLES,
        "gradient_accumulation_steps": 1,
        "warmup_share": 0.0,
        "schedule": "constant",
        "weight_decay": 0.0,
        "mixed_precision": "no",
        "gradient_checkpointing": False,
        "strategy": "none",
    }
    for section, values in sections.items():
        chosen[section] |= values
    return chosen


def fresh_template(
    recipe: Any, folder: Path, *, learning_rate: float, data: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A whole template for a trainer of one's own, with the model in `folder`."""
    return {
        "name": f"tiny {recipe.trainer}",
        "category": "language",
        "description": "For `templates check`.",
        "base_model": "random weights",
        "trainer": recipe.trainer,
        "architecture": {"model": str(folder)},
        "objectives": {recipe.objective: {"loss": "cross_entropy"}},
        "training": {
            "num_epochs": 1000,
            "batch_size": SAMPLES,
            "learning_rate": learning_rate,
            "mixed_precision": "no",
        },
        "data": data or {},
        "resources": {"gpu_memory_gb": 0, "hardware": "a CPU", "memory_gb": 1, "disk_gb": 1},
    }


def byte_tokenizer(specials: Sequence[str]) -> Any:
    """A tokenizer whose tokens are these, in order, and then the 256 bytes."""
    tokenizers = require("tokenizers", extra="train")
    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: n for n, token in enumerate([*specials, *letters])}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, []))
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    made.add_special_tokens([tokenizers.AddedToken(name, special=True) for name in specials])
    return made


def plain_tokenizer(*more: str) -> Any:
    """Bytes with the usual special tokens: begin 0, padding 1, end 2, unknown 3; then these."""
    transformers = require("transformers", extra="train")
    names = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>"}
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=byte_tokenizer((*names.values(), *more)),
        **{f"{name}_token": token for name, token in names.items()},
    )


def louder(model: Any, times: float) -> None:
    """Larger random weights: a tiny model whose inputs hardly differ learns nothing of them."""
    torch = require("torch", extra="train")
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.mul_(times)


def write_sounds(folder: Path) -> Path:
    """Chords of different pitch, a second each, and what each is to be taken for."""
    folder.mkdir(parents=True)
    lines = []
    for number, sentence in enumerate(SENTENCES):
        time_S = np.arange(16_000) / 16_000
        pitches_hz = (200 * (number + 1), 330 * (number + 1))
        sound_S = sum(np.sin(2 * np.pi * hz * time_S) for hz in pitches_hz) * 8000
        name = f"{number}.wav"
        with wave.open(str(folder / name), "wb") as wav:
            wav.setparams((1, 2, 16_000, 0, "NONE", ""))
            wav.writeframes(np.asarray(sound_S).astype("<i2").tobytes())
        lines.append(json.dumps({"file_name": name, "transcription": sentence, "language": "en"}))
    return _metadata(folder, lines)


def write_pictures(folder: Path, side_px: int = 32, *, kind: str = "png") -> Path:
    """Pictures of noise, each with its own colour, and what each is to be called."""
    from PIL import Image

    folder.mkdir(parents=True)
    random, lines = np.random.default_rng(0), []
    for number, sentence in enumerate(SENTENCES):
        colour_3 = random.integers(0, 256, 3)
        noise_HWC = random.integers(-40, 40, (side_px, side_px, 3)) + colour_3
        picture = Image.fromarray(np.clip(noise_HWC, 0, 255).astype(np.uint8))
        picture.save(folder / f"{number}.{kind}")
        lines.append(json.dumps({"file_name": f"{number}.{kind}", "text": sentence}))
    return _metadata(folder, lines)


def write_chats(folder: Path) -> Path:
    """Eight questions, and the answer to each."""
    folder.mkdir(parents=True)
    lines = [
        json.dumps({"prompt": f"What is number {number}?", "completion": sentence})
        for number, sentence in enumerate(SENTENCES)
    ]
    path = folder / "train.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def _metadata(folder: Path, lines: Sequence[str]) -> Path:
    path = folder / "metadata.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
