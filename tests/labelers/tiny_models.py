"""Tiny models of the real classes with random weights, saved with their processors.

Each function makes a folder that loads like one from the hub. The vocabulary is bytes, so that any
text can be said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

Folders = Callable[[str], Path]
"""Gives the folder of a tiny model by name: see the fixture `folders`."""

CHAT = (
    "{% for m in messages %}{% for c in m['content'] %}{% if c['type'] == 'image' %}PICTURE"
    "{% else %}{{ c['text'] }}{% endif %}{% endfor %}{% endfor %}\n"
)


def byte_tokenizer(*specials: str) -> Tokenizer:
    """Specials first, in order, then the 256 bytes."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: n for n, token in enumerate([*specials, *letters])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(specials))
    return tokenizer


def word_pieces(*extra: str) -> Any:
    """A BERT tokenizer over letters and a few words."""
    from transformers import BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", *extra]
    words += [chr(c) for c in range(33, 127)] + [f"##{chr(c)}" for c in range(97, 123)]
    words += ["a", "picture", "of", "man", "kitchen", "pan", "bike", "street", "red", "the"]
    vocabulary = {word: n for n, word in enumerate(dict.fromkeys(words))}
    return BertTokenizer(vocab=vocabulary, bos_token="[DEC]")


def seed() -> None:
    import torch

    torch.manual_seed(1)


def vision(**changes: Any) -> dict[str, Any]:
    return {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "image_size": 32,
        "patch_size": 8,
        **changes,
    }


def save_blip(folder: Path, **text: Any) -> Path:
    from transformers import (
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessorPil,
        BlipProcessor,
    )

    seed()
    tokenizer = word_pieces()
    config = BlipConfig(
        vision_config=vision(),
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 32,
            "encoder_hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "max_position_embeddings": 64,
            "bos_token_id": tokenizer.convert_tokens_to_ids("[DEC]"),
            "eos_token_id": tokenizer.sep_token_id,
            "sep_token_id": tokenizer.sep_token_id,
            "pad_token_id": tokenizer.pad_token_id,
            "initializer_range": 0.5,
            **text,
        },
    )
    model = BlipForConditionalGeneration(config)
    louder(model, 40)
    model.save_pretrained(folder)
    pictures = BlipImageProcessorPil(size={"height": 32, "width": 32})
    BlipProcessor(pictures, tokenizer).save_pretrained(folder)
    return folder


def louder(model: Any, times: float) -> None:
    """Make weights so large that captions differ from picture to picture."""
    import torch

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim > 1 and ("embed" not in name or "patch" in name):
                parameter.mul_(times)


def save_blip2(folder: Path) -> Path:
    from transformers import (
        Blip2Config,
        Blip2ForConditionalGeneration,
        Blip2Processor,
        BlipImageProcessorPil,
        PreTrainedTokenizerFast,
    )

    seed()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_tokenizer("<s>", "<pad>", "</s>", "<unk>"),
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )
    tokenizer._tokenizer.post_processor = processors.TemplateProcessing(
        single="</s> $A", special_tokens=[("</s>", 2)]
    )
    tokenizer.add_tokens(["<image>"], special_tokens=True)
    config = Blip2Config(
        vision_config=vision(),
        qformer_config={
            "vocab_size": 8,
            "hidden_size": 32,
            "encoder_hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
        },
        text_config={
            "model_type": "opt",
            "vocab_size": len(tokenizer),
            "hidden_size": 32,
            "word_embed_proj_dim": 32,
            "ffn_dim": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "max_position_embeddings": 128,
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
        },
        num_query_tokens=4,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
    )
    model = Blip2ForConditionalGeneration(config)
    louder(model, 15)
    model.save_pretrained(folder)
    pictures = BlipImageProcessorPil(size={"height": 32, "width": 32})
    Blip2Processor(pictures, tokenizer, num_query_tokens=4).save_pretrained(folder)
    return folder


def save_florence2(folder: Path) -> Path:
    from transformers import (
        CLIPImageProcessorPil,
        Florence2Config,
        Florence2ForConditionalGeneration,
        Florence2Processor,
        PreTrainedTokenizerFast,
    )

    seed()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_tokenizer("<s>", "<pad>", "</s>", "<unk>", "<image>"),
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        extra_special_tokens={"image_token": "<image>"},
    )
    config = Florence2Config(
        vision_config={
            "embed_dim": (8, 16, 16, 32),
            "num_heads": (1, 2, 2, 4),
            "num_groups": (1, 2, 2, 4),
            "depths": (1, 1, 1, 1),
            "window_size": 2,
            "projection_dim": 32,
            "max_position_embeddings": 8,
        },
        text_config={
            "model_type": "bart",
            "vocab_size": len(tokenizer),
            "d_model": 32,
            "encoder_layers": 2,
            "decoder_layers": 2,
            "encoder_attention_heads": 2,
            "decoder_attention_heads": 2,
            "encoder_ffn_dim": 64,
            "decoder_ffn_dim": 64,
            "max_position_embeddings": 128,
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
            "decoder_start_token_id": 2,
            "forced_eos_token_id": None,
        },
        image_token_id=4,
    )
    model = Florence2ForConditionalGeneration(config)
    louder(model, 40)
    model.save_pretrained(folder)
    side = {"height": 64, "width": 64}
    pictures = CLIPImageProcessorPil(size=side, crop_size=side, image_seq_length=5)
    Florence2Processor(pictures, tokenizer).save_pretrained(folder)
    return folder


def save_qwen(folder: Path) -> Path:
    """Qwen2.5-VL: the family whose processor wants torchvision for videos."""
    from transformers import (
        PreTrainedTokenizerFast,
        Qwen2_5_VLConfig,
        Qwen2_5_VLForConditionalGeneration,
        Qwen2VLImageProcessorPil,
    )

    seed()
    names = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>")
    names += ("<|image_pad|>", "<|video_pad|>")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_tokenizer(*names),
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=CHAT.replace("PICTURE", "<|vision_start|><|image_pad|><|vision_end|>"),
    )
    config = Qwen2_5_VLConfig(
        vision_config={
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_heads": 2,
            "out_hidden_size": 32,
            "fullatt_block_indexes": [1],
            "window_size": 56,
        },
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "max_position_embeddings": 512,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
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
    )
    model = Qwen2_5_VLForConditionalGeneration(config)
    louder(model, 15)
    model.save_pretrained(folder)
    Qwen2VLImageProcessorPil(min_pixels=56 * 56, max_pixels=112 * 112).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_llava(folder: Path) -> Path:
    """LLaVA: the family with a whole processor."""
    from transformers import (
        CLIPImageProcessorPil,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    seed()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_tokenizer("<unk>", "<s>", "</s>", "<pad>", "<image>"),
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        extra_special_tokens={"image_token": "<image>"},
    )
    config = LlavaConfig(
        vision_config={"model_type": "clip_vision_model", **vision(projection_dim=32)},
        text_config={
            "model_type": "llama",
            "vocab_size": len(tokenizer),
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "max_position_embeddings": 256,
        },
        image_token_index=4,
    )
    model = LlavaForConditionalGeneration(config)
    louder(model, 15)
    model.save_pretrained(folder)
    side = {"height": 32, "width": 32}
    processor = LlavaProcessor(
        CLIPImageProcessorPil(size=side, crop_size=side),
        tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=CHAT.replace("PICTURE", "<image>"),
    )
    processor.save_pretrained(folder)
    return folder


SAVERS = {"blip": save_blip, "blip2": save_blip2, "florence2": save_florence2}
CHAT_SAVERS = {"qwen": save_qwen, "llava": save_llava}
