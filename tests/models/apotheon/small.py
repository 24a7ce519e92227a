"""A model so small that a step takes milliseconds, and batches for it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from spark_trainer.models.apotheon.batch import Batch, Frames, Rows, Sounds
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Task
from spark_trainer.models.apotheon.tokenizer import ByteTokenizer
from spark_trainer.models.registry import template

TOKENIZER = ByteTokenizer()
SIDE_PX, MEL_BINS, MEL_FRAMES = 16, 8, 40
"""A picture has 4 patches, a window 20 states: 0.4 s."""


def small_template() -> dict[str, Any]:
    chosen = copy.deepcopy(template("apotheon-tiny"))
    sizes = chosen["architecture"]
    sizes["vision"]["config"].update(
        hidden_size=16, intermediate_size=32, num_hidden_layers=3, num_attention_heads=2,
        image_size=SIDE_PX, patch_size=8,
    )  # fmt: skip
    sizes["audio"]["config"].update(
        d_model=24, encoder_layers=2, encoder_attention_heads=2, encoder_ffn_dim=32,
        num_mel_bins=MEL_BINS, max_source_positions=MEL_FRAMES // 2,
    )  # fmt: skip
    sizes["text"]["config"].update(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=64,
    )  # fmt: skip
    sizes["fusion"].update(width=40, layers=2, heads=4, dropout=0.0, contrastive_width=8)
    chosen["data"]["max_text_tokens"] = 64
    return chosen


def small_model(*, seed: int = 0, awake: bool = True, **kwargs: Any) -> ApotheonMultiModalModel:
    """Random weights. `awake`: gates are open and heads add something, as after some training."""
    torch.manual_seed(seed)
    model = ApotheonMultiModalModel(kwargs.pop("chosen", small_template()), **kwargs)
    if awake:
        wake(model)
    return model


@torch.no_grad()
def wake(model: ApotheonMultiModalModel) -> None:
    for layer in model.fusion.layers:
        layer.gate_1.fill_(0.7)
    for head in (model.captioning_head, model.transcription_head):
        torch.nn.init.normal_(head.out.weight, std=0.3)
    for pool in ("vision_pool", "audio_pool", "text_pool"):
        torch.nn.init.normal_(getattr(model.contrastive_head, pool).score.weight, std=0.3)


@dataclass(frozen=True)
class Sample:
    """What one video of a batch has. Its pictures and sound follow from `seed`."""

    frames: int = 1
    windows_s: tuple[float, ...] = (0.3,)
    rows: tuple[tuple[Task, str], ...] = (("captioning", "a cat"), ("transcription", "meow"))
    video: int | None = None
    seed: int = 0


def batch_of(samples: Sequence[Sample], *, pad_to: int = 0, prompts_only: bool = False) -> Batch:
    """The samples together; rows are padded to `pad_to` tokens at least."""
    seeds = [torch.Generator().manual_seed(1000 + s.seed) for s in samples]
    pictures = [
        torch.randn(s.frames, 3, SIDE_PX, SIDE_PX, generator=g)
        for s, g in zip(samples, seeds, strict=True)
    ]
    mels = [
        torch.randn(len(s.windows_s), MEL_BINS, MEL_FRAMES, generator=g)
        for s, g in zip(samples, seeds, strict=True)
    ]
    videos = [i if s.video is None else s.video for i, s in enumerate(samples)]
    return Batch(
        frames=Frames(
            pixels_NCHW=torch.cat(pictures),
            times_s_N=torch.cat([torch.arange(s.frames) * 0.5 for s in samples]),
            counts=tuple(s.frames for s in samples),
        ),
        sounds=Sounds(
            mels_WMK=torch.cat(mels),
            starts_s_W=torch.cat([torch.arange(len(s.windows_s)) * 0.4 for s in samples]),
            lengths_s=tuple(length for s in samples for length in s.windows_s),
            counts=tuple(len(s.windows_s) for s in samples),
        ),
        rows=rows_of(samples, pad_to=pad_to, prompts_only=prompts_only),
        videos_B=torch.tensor(videos),
    )


def rows_of(samples: Sequence[Sample], *, pad_to: int = 0, prompts_only: bool = False) -> Rows:
    asked = [(i, task, text) for i, s in enumerate(samples) for task, text in s.rows]
    ids = [
        TOKENIZER.prompt(task) if prompts_only else TOKENIZER.row(task, text, 64)
        for _, task, text in asked
    ]
    width = max([pad_to, *map(len, ids)])
    padded = [[*row, *[TOKENIZER.pad_id] * (width - len(row))] for row in ids]
    return Rows(
        tokens_RT=torch.tensor(padded, dtype=torch.long).reshape(len(ids), width),
        lengths=tuple(map(len, ids)),
        prompts=tuple(len(TOKENIZER.prompt(task)) for _, task, _ in asked),
        tasks=tuple(task for _, task, _ in asked),
        samples=tuple(i for i, _, _ in asked),
    )
