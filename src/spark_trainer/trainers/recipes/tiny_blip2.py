"""A BLIP-2 so small that it learns eight pictures by heart in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import (
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2Processor,
    BlipImageProcessorPil,
)

from spark_trainer.trainers.recipes.tiny import (
    louder,
    plain_tokenizer,
    tiny_template,
    write_pictures,
)

SIDE_PX, QUERIES = 32, 4


def tiny_blip2(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, and pictures with their captions."""
    tokenizer = plain_tokenizer("<image>")
    layers = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = Blip2Config(
        vision_config={
            **layers,
            "intermediate_size": 64,
            "image_size": SIDE_PX,
            "patch_size": 8,
            "initializer_range": 0.1,  # the default of 1e-10 is for weights that are loaded
        },
        qformer_config={
            **layers,
            "intermediate_size": 64,
            "vocab_size": 8,
            "encoder_hidden_size": 32,
        },
        text_config={
            **layers,
            "model_type": "opt",
            "ffn_dim": 64,
            "vocab_size": len(tokenizer),
            "word_embed_proj_dim": 32,
            "max_position_embeddings": 128,
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
            "dropout": 0.0,
        },
        num_query_tokens=QUERIES,
        image_token_index=4,
    )
    model = folder / "model"
    made = Blip2ForConditionalGeneration(config)
    louder(made, 3)
    torch.nn.init.normal_(made.query_tokens)
    made.save_pretrained(model)
    sees = BlipImageProcessorPil(size={"height": SIDE_PX, "width": SIDE_PX})
    processor = Blip2Processor(sees, tokenizer, num_query_tokens=QUERIES)  # type: ignore[no-untyped-call]
    processor.save_pretrained(model)
    template = tiny_template(
        "blip2-caption",
        model,
        architecture={"adapter": None, "frozen": ["vision_model"]},
        training={"learning_rate": 5.0e-3},
        data={"format": "image_folder", "prompt": "a", "max_text_tokens": 32},
    )
    return template, write_pictures(folder / "data", SIDE_PX)
