"""Weights of the hub, or of a folder, for an encoder: safetensors only, and no code with them.

A configuration that names code to be run is refused before anything is loaded (transformers
CVE-2026-4372, CVE-2026-5241), and so is one that our own sizes cannot say again: a saved model
holds only those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch

from spark_trainer.core.errors import BackendUnavailableError, ConfigError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.encoder_config import Sizes, Spec, sizes_kind

_ATTENTION = "sdpa"
_RUNS_CODE = ("auto_map", "trust_remote_code", "custom_pipelines")
_ATTENTION_KEYS = ("_attn_implementation", "attn_implementation", "_attn_implementation_internal")
_PLAIN_ATTENTION = (None, "eager", "sdpa", "flash_attention_2", "flash_attention_3")
_DECIDES = (
    *("hidden_act", "activation_function", "attention_dropout", "activation_dropout", "dropout"),
    *("scale_embedding", "num_channels", "attention_bias", "mlp_bias", "head_dim"),
    *("rope_parameters", "layer_norm_eps", "rms_norm_eps"),
)
"""What else of a configuration decides how an encoder computes, besides its sizes."""


def fresh_config(spec: Spec, kind: Any, local_files_only: bool) -> Any:
    """The configuration for random weights: the template's sizes, or those of its model."""
    if spec.config is None:
        return _config_of_model(spec, kind, local_files_only)
    return _configured(spec.config, kind)


def pretrained(spec: Spec, kind: Any, local_files_only: bool) -> Any:
    """A model of that class with the weights that the template names.

    Raises:
        ConfigError: the sizes in the template are not those of the weights, or its configuration
            is one that this program does not take.
        BackendUnavailableError: the weights are not here, damaged, or of another kind of model.
    """
    config = _config_of_model(spec, kind.config_class, local_files_only)
    try:
        model, report = kind.from_pretrained(
            spec.model,
            config=config,
            revision=spec.revision,
            local_files_only=local_files_only,
            use_safetensors=True,
            dtype=torch.get_default_dtype(),
            output_loading_info=True,
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, AttributeError) as e:
        raise _unavailable(spec, e) from e
    if missing := sorted(report["missing_keys"]):
        raise BackendUnavailableError(
            f"{printable(str(spec.model))}: the weights lack {len(missing)} of the parameters of "
            f"{kind.__name__}, such as {missing[0]}: they would stay random. Is it another model?"
        )
    return model


def sizes_of(config: Any, kind: type[Sizes]) -> Sizes:
    """Our sizes from a configuration of transformers.

    Raises:
        ConfigError: a size is out of range.
    """
    found = {name: getattr(config, name, None) for name in kind.model_fields}
    if "rope_theta" in found:
        found["rope_theta"] = (config.rope_parameters or {}).get("rope_theta")
    try:
        return kind.model_validate(found)
    except ValueError as e:
        raise ConfigError(f"a configuration that this program does not take: {e}") from e


def refuse_code(raw: Mapping[str, Any], where: str) -> None:
    """Pass over a plain configuration.

    Raises:
        ConfigError: it names code to be run, at any depth.
    """
    for key, value in _items(raw):
        code = key in _RUNS_CODE and value
        if code or (key in _ATTENTION_KEYS and value not in _PLAIN_ATTENTION):
            raise ConfigError(
                f"{printable(where)}: its config.json holds `{key}`, which would run code that "
                f"came with the weights. Use a model that transformers runs without it."
            )


def _items(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        yield key, value
        if isinstance(value, Mapping):
            yield from _items(value)


def _configured(sizes: Any, kind: Any) -> Any:
    """A configuration of transformers from our sizes."""
    arguments = sizes.model_dump()
    if "rope_theta" in arguments:
        rope = {"rope_type": "default", "rope_theta": arguments.pop("rope_theta")}
        arguments["rope_parameters"] = rope
    return kind(**arguments, attn_implementation=_ATTENTION)


def _config_of_model(spec: Spec, kind: Any, local_files_only: bool) -> Any:
    where = {"revision": spec.revision, "local_files_only": local_files_only}
    try:
        raw, _ = kind.get_config_dict(spec.model, **where)
        refuse_code(raw, str(spec.model))
        config = kind.from_pretrained(spec.model, attn_implementation=_ATTENTION, **where)
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise _unavailable(spec, e) from e
    _must_agree(spec, config)
    return config


def _must_agree(spec: Spec, config: Any) -> None:
    sizes = spec.config or sizes_of(config, sizes_kind(spec))
    ours = _configured(sizes, type(config))
    for name in (*type(sizes).model_fields, *_DECIDES):
        found, wanted = getattr(config, name, None), getattr(ours, name, None)
        if found != wanted:
            raise ConfigError(
                f"{printable(str(spec.model))}: its {name} is {found}, "
                f"{'the template says' if spec.config else 'this program takes only'} {wanted}. "
                f"Correct `config` in the template, or take another model."
            )


def _unavailable(spec: Spec, error: Exception) -> BackendUnavailableError:
    reason = " ".join(str(error).split())
    return BackendUnavailableError(
        f"cannot load {printable(str(spec.model))}: {type(error).__name__}: {printable(reason)} "
        f"Fetch it first (`hf download {printable(str(spec.model))}`), name a folder that holds "
        f"it, or set `weights: random` and give `config`."
    )
