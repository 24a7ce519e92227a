"""A Qwen2-VL so small that it learns eight pictures by heart in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transformers import (
    PreTrainedTokenizerFast,
    Qwen2VLConfig,
    Qwen2VLForConditionalGeneration,
    Qwen2VLImageProcessorPil,
)

from spark_trainer.trainers.recipes.tiny import (
    byte_tokenizer,
    tiny_template,
    write_pictures,
)

SIDE_PX = 56
NAMES = (
    *("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>"),
    *("<|image_pad|>", "<|video_pad|>"),
)


def tiny_qwen2_vl(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, without an adapter, and pictures with their texts."""
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=byte_tokenizer(NAMES), eos_token=NAMES[2], pad_token=NAMES[0]
    )
    config = Qwen2VLConfig(
        vision_config={
            "depth": 1,
            "embed_dim": 32,
            "hidden_size": 32,
            "num_heads": 2,
            "mlp_ratio": 2,
            "initializer_range": 0.2,
        },
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "max_position_embeddings": 256,
            "initializer_range": 0.1,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10_000.0,
                "mrope_section": [2, 3, 3],
            },
            "bos_token_id": 0,
            "eos_token_id": 2,
            "pad_token_id": 0,
        },
        image_token_id=5,
        video_token_id=6,
        vision_start_token_id=3,
        vision_end_token_id=4,
        tie_word_embeddings=False,
    )
    model = folder / "model"
    Qwen2VLForConditionalGeneration(config).save_pretrained(model)
    Qwen2VLImageProcessorPil().save_pretrained(model)
    tokenizer.save_pretrained(model)
    template = tiny_template(
        "qwen2-vl",
        model,
        architecture={"adapter": None, "frozen": ["visual"]},
        training={"learning_rate": 3.0e-3},
        data={
            "format": "image_folder",
            "prompt": "What?",
            "min_pixels": SIDE_PX**2,
            "max_pixels": SIDE_PX**2,
            "max_tokens": 150,
        },
    )
    return template, write_pictures(folder / "data", SIDE_PX)
