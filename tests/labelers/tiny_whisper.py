"""Tiny Whisper models with random weights, of the real classes, saved as the hub has them."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    GenerationConfig,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizer,
)
from transformers.models.whisper.tokenization_whisper import LANGUAGES

WORDS = 50_257
"""Of the multilingual vocabulary; the end token comes next."""


def special_tokens() -> list[str]:
    names = ["endoftext", "startoftranscript", *list(LANGUAGES)[:99], "translate", "transcribe"]
    names += ["startoflm", "startofprev", "nospeech", "notimestamps"]
    return [f"<|{name}|>" for name in names]


def tokenizer(words: int = WORDS) -> Tokenizer:
    """Bytes, then invented words of letters, then the special tokens, in the real order."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: n for n, letter in enumerate(letters)}
    for n in range(len(letters), words):
        vocabulary["Ġ" + spelled(n)] = n
    if words == WORDS:
        # As in OpenAI's; CTranslate2 tells by it that a model hears more than English.
        del vocabulary["Ġ" + spelled(words - 1)]
        vocabulary[""] = words - 1
    made = Tokenizer(models.BPE(vocabulary, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(name, special=True) for name in special_tokens()])
    made.add_tokens([AddedToken(f"<|{n * 0.02:.2f}|>") for n in range(1501)])
    return made


def spelled(number: int) -> str:
    """A number as a word of four letters."""
    return "".join("etaoinshrdlucmfw"[number >> shift & 15] for shift in (12, 8, 4, 0))


def save_whisper(folder: Path, *, english: bool = False, bins: int = 80, seed: int = 14) -> Path:
    """A model that a user could have downloaded; with this seed it says something and ends."""
    words = WORDS - 1 if english else WORDS
    made = tokenizer(words)
    number = made.token_to_id
    torch.manual_seed(seed)
    config = WhisperConfig(
        vocab_size=made.get_vocab_size(),
        num_mel_bins=bins,
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        init_std=0.5,
        pad_token_id=words,
        bos_token_id=words,
        eos_token_id=words,
        decoder_start_token_id=words + 1,
    )
    model = WhisperForConditionalGeneration(config)
    with torch.no_grad():  # so that some answers end, and some windows may be silent
        torch.nn.init.normal_(model.model.decoder.embed_tokens.weight[words], std=1.5)
        model.model.decoder.embed_tokens.weight[words + 105] *= 3
    languages = {f"<|{code}|>": number(f"<|{code}|>") for code in list(LANGUAGES)[:99]}
    tasks = {task: number(f"<|{task}|>") for task in ("transcribe", "translate")}
    model.generation_config = GenerationConfig(
        is_multilingual=not english,
        no_timestamps_token_id=number("<|notimestamps|>"),
        decoder_start_token_id=words + 1,
        bos_token_id=words,
        eos_token_id=words,
        pad_token_id=words,
        begin_suppress_tokens=[words],
        suppress_tokens=list(range(words + 1, words + 107)),
        return_timestamps=True,
        max_length=448,
        **({} if english else {"lang_to_id": languages, "task_to_id": tasks}),
    )
    model.save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=bins).save_pretrained(folder)
    WhisperTokenizer(tokenizer_object=made).save_pretrained(folder)
    return folder


def save_converted(folder: Path, source: Path) -> Path:
    """The same model as CTranslate2 has it."""
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(source), copy_files=["tokenizer.json"]).convert(str(folder))
    return folder
