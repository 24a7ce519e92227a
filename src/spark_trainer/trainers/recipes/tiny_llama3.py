"""A Llama so small that it learns eight answers by heart in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transformers import LlamaConfig, LlamaForCausalLM

from spark_trainer.trainers.recipes.tiny import plain_tokenizer, tiny_template, write_chats


def tiny_llama3(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, with an adapter as the real one has, and chats."""
    tokenizer = plain_tokenizer()
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=128,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        initializer_range=0.5,
    )
    model = folder / "model"
    LlamaForCausalLM(config).save_pretrained(model)
    tokenizer.save_pretrained(model)
    template = tiny_template(
        "llama3-instruction",
        model,
        architecture={"adapter": {"kind": "lora", "rank": 32, "alpha": 64.0, "dropout": 0.0}},
        training={"learning_rate": 5.0e-3},
        data={"format": "jsonl_chat", "max_tokens": 80},
    )
    return template, write_chats(folder / "data")
