"""The three encoders of a template: whose weights, and which sizes.

The sizes have the names that transformers gives them. Only these keys are taken: a configuration
of transformers can also name code to be run (`auto_map`, `_attn_implementation`), and such keys
are mistakes here.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from spark_trainer.models.checking import Settings

Count = Annotated[int, Field(ge=1, le=1_000_000)]


class ClipSizes(Settings):
    """Of `CLIPVisionModel`."""

    hidden_size: Count
    intermediate_size: Count
    num_hidden_layers: int = Field(ge=2, le=1000)
    num_attention_heads: Count
    image_size: Count
    """Side of the square picture, in pixels."""
    patch_size: Count
    """Side of a patch, in pixels; must divide `image_size`."""
    hidden_act: Literal["quick_gelu", "gelu"] = "quick_gelu"
    """OpenAI's CLIP has the first, others the second."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size is not a multiple of num_attention_heads")
        if self.image_size % self.patch_size:
            raise ValueError("image_size is not a multiple of patch_size")
        return self


class WhisperSizes(Settings):
    """Of the encoder of `WhisperModel`."""

    d_model: int = Field(ge=4, le=65536, multiple_of=2)
    encoder_layers: Count
    encoder_attention_heads: Count
    encoder_ffn_dim: Count
    num_mel_bins: Count
    max_source_positions: Count
    """States of one window, 50 a second: 1500 = 30 s. Longer sound is cut into windows."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.d_model % self.encoder_attention_heads:
            raise ValueError("d_model is not a multiple of encoder_attention_heads")
        return self


class LlamaSizes(Settings):
    """Of `LlamaForCausalLM`."""

    vocab_size: Count
    """Tokens without the task tokens; one row of embeddings more is made for each of those."""
    hidden_size: Count
    intermediate_size: Count
    num_hidden_layers: Count
    num_attention_heads: Count
    num_key_value_heads: Count
    max_position_embeddings: Count
    rms_norm_eps: float = Field(1e-5, gt=0, lt=1)
    rope_theta: float = Field(500000.0, gt=1)
    """Base of the rotary positions' wave lengths. Larger ones suit longer texts."""
    tie_word_embeddings: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size is not a multiple of num_attention_heads")
        if self.num_attention_heads % self.num_key_value_heads:
            raise ValueError("num_attention_heads is not a multiple of num_key_value_heads")
        return self


class _Encoder(Settings):
    model: str | None = Field(None, min_length=1)
    """Hub id, or a folder with config.json and safetensors; null = only a configuration."""
    revision: str | None = None
    """Commit of the hub; null = the newest that is here."""
    weights: Literal["pretrained", "random"]
    """`pretrained`: those of `model`; `random`: fresh ones, of the sizes of `config`."""

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.weights == "pretrained" and self.model is None:
            raise ValueError("weights are `pretrained`, but no `model` says whose")
        if self.model is None and getattr(self, "config", None) is None:
            raise ValueError("give `model` (a hub id or folder), `config` (sizes), or both")
        return self


class VisionEncoder(_Encoder):
    """CLIP's vision transformer."""

    config: ClipSizes | None = None
    """Sizes; those of `model` where left out. Where both are given they must agree."""
    pool: Literal[1, 2] = 1
    """2 = the mean of each 2x2 patches: a quarter of the tokens, less detail."""


class AudioEncoder(_Encoder):
    """Whisper's encoder."""

    config: WhisperSizes | None = None
    """Sizes; those of `model` where left out. Where both are given they must agree."""


class TextEncoder(_Encoder):
    """A Llama language model, and how its text becomes tokens."""

    config: LlamaSizes | None = None
    """Sizes; those of `model` where left out. Where both are given they must agree."""
    tokenizer: str = Field(min_length=1)
    """`bytes`, or the hub id or folder of a Hugging Face tokenizer."""


Spec = VisionEncoder | AudioEncoder | TextEncoder
Sizes = ClipSizes | WhisperSizes | LlamaSizes


def sizes_kind(spec: Spec) -> type[Sizes]:
    """The settings that an encoder's `config` is made of."""
    if isinstance(spec, VisionEncoder):
        return ClipSizes
    return WhisperSizes if isinstance(spec, AudioEncoder) else LlamaSizes
