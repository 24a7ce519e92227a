"""A Whisper so small that it learns eight sounds by heart in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transformers import (
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperProcessor,
    WhisperTokenizer,
)

from spark_trainer.trainers.recipes.tiny import byte_tokenizer, tiny_template, write_sounds

SPECIALS = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>"),
    *("<|translate|>", "<|transcribe|>", "<|nospeech|>", "<|notimestamps|>"),
)


def tiny_whisper(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, and sounds with their texts."""
    tokenizer = WhisperTokenizer(tokenizer_object=byte_tokenizer(SPECIALS))
    end, start = 0, 1
    config = WhisperConfig(
        vocab_size=len(tokenizer),
        num_mel_bins=16,
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_source_positions=50,
        pad_token_id=end,
        bos_token_id=end,
        eos_token_id=end,
        decoder_start_token_id=start,
    )
    model = folder / "model"
    WhisperForConditionalGeneration(config).save_pretrained(model)
    hears: Any = WhisperFeatureExtractor(feature_size=16, chunk_length=1)  # type: ignore[no-untyped-call]
    WhisperProcessor(hears, tokenizer).save_pretrained(model)  # type: ignore[no-untyped-call]
    template = tiny_template(
        "whisper-finetune",
        model,
        training={"learning_rate": 1.0e-2},
        data={"format": "audio_folder", "max_audio_s": 1.0, "max_text_tokens": 40},
    )
    return template, write_sounds(folder / "data")
