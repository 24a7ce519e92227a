"""Whose weights a template starts from, and what is trained of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from spark_trainer.models.checking import Settings

Module = Annotated[str, Field(min_length=1, max_length=100)]

_RUNS_CODE = frozenset({"auto_map", "trust_remote_code", "attn_implementation", "custom_pipelines"})
"""Keys of a configuration by which transformers and diffusers can be made to load code."""


class Adapter(Settings):
    """Small matrices beside frozen ones (LoRA, Hu et al. 2021), which alone are trained."""

    kind: Literal["lora", "qlora"]
    """`qlora` holds the frozen weights in 4 bits (Dettmers et al. 2023): a third of the memory,
    slower; needs the package bitsandbytes (the extra `qlora`). A CPU can, slowly."""
    rank: int = Field(16, ge=1, le=1024)
    """Width of the small matrices. More can learn more, and costs more memory."""
    alpha: float = Field(32.0, gt=0, le=10_000)
    """What they add is scaled by alpha / rank."""
    dropout: float = Field(0.05, ge=0, lt=1)
    """Share of their inputs that is dropped in training. More fits small data less."""
    target_modules: tuple[Module, ...] = Field(("all-linear",), min_length=1)
    """Layers that get one, by the end of their names; [all-linear] = every linear layer but the
    output layer."""

    @field_validator("target_modules")
    @classmethod
    def _all_or_some(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if "all-linear" in names and len(names) > 1:
            raise ValueError("`all-linear` stands for all layers; write it alone, or name layers")
        return names


class Pretrained(Settings):
    """A model of transformers or diffusers: where it comes from."""

    model: str | None = Field(None, min_length=1, max_length=400)
    """Hub id, or a folder with config.json and safetensors; null = only `config`."""
    revision: str | None = Field(None, min_length=1, max_length=100)
    """Commit of the hub; null = the newest that is here."""
    weights: Literal["pretrained", "random"] = "pretrained"
    """`pretrained`: those of `model`; `random`: fresh ones, to learn from nothing or to try out."""
    config: dict[str, Any] | None = None
    """Sizes of random weights, by the keys of the library's own configuration; null = those of
    `model`."""

    @field_validator("config")
    @classmethod
    def _runs_no_code(cls, config: dict[str, Any] | None) -> dict[str, Any] | None:
        if found := sorted(_code_keys(config)):
            raise ValueError(
                f"{', '.join(found)} can name code to be run; such keys are not taken. "
                "A configuration here holds sizes"
            )
        return config

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.weights == "pretrained" and self.model is None:
            raise ValueError("weights are `pretrained`, but no `model` says whose")
        if self.weights == "pretrained" and self.config is not None:
            raise ValueError(
                "weights are `pretrained`, and so have their sizes; leave `config` out, or write "
                "`weights: random`"
            )
        if self.model is None and self.config is None:
            raise ValueError("give `model` (a hub id or folder), or `config` (sizes)")
        return self


class Adapted(Pretrained):
    """A model that is trained whole, in parts, or by an adapter."""

    adapter: Adapter | None = None
    """null = the model's own weights are trained."""


def _code_keys(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {key for key in value if key in _RUNS_CODE or key.startswith("_")}
        return own.union(*map(_code_keys, value.values()))
    return set().union(*map(_code_keys, value)) if isinstance(value, list) else set()


def refuse_all_frozen(frozen: tuple[str, ...], parts: tuple[str, ...], adapted: bool) -> None:
    """Raise where nothing is left to train.

    Raises:
        ValueError: every part is frozen, and there is no adapter.
    """
    if not adapted and set(parts) <= set(frozen):
        raise ValueError(
            f"every part is frozen ({', '.join(parts)}), and there is no `adapter`: nothing would "
            "be trained. Take a part out of `frozen`, or give an `adapter`"
        )
