"""Flags of `dataset build` and the parameters of steps that they set: a form is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spark_trainer.pipelines.ops import OPS
from spark_trainer.pipelines.parameters import parameters


@dataclass(frozen=True)
class Flag:
    """An option of the command, and where its value goes."""

    name: str
    """Without `--`."""
    step: str
    parameter: str | None = None
    """Of the step's op; none = the flag takes the whole step out."""


def _of(step: str, **named: str) -> tuple[Flag, ...]:
    return tuple(Flag(name.replace("_", "-"), step, to) for name, to in named.items())


FLAGS: tuple[Flag, ...] = (
    *_of("ingest", min_duration="min_duration_s", max_duration="max_duration_s"),
    *_of("frames", fps="fps", resolution="resolution", fit="fit", frames_at="at"),
    *_of("frames", smart_sampling="smart_sampling", motion_threshold="motion_threshold"),
    *_of("frames", perceptual_hashing="perceptual_hashing"),
    *_of("captions", caption_backend="backend", caption_model="model"),
    *_of("captions", caption_prompt="prompt", caption_max_new_tokens="max_new_tokens"),
    *_of("captions", caption_batch_size="batch_size", caption_device="device"),
    *_of("captions", caption_precision="precision", caption_revision="revision"),
    *_of("captions", caption_url="url", caption_concurrency="concurrency"),
    *_of("captions", caption_retries="retries", caption_timeout="timeout_s"),
    *_of("captions", caption_budget_tokens="budget_tokens"),
    *_of("captions", caption_budget_requests="budget_requests"),
    *_of("transcript", transcription_backend="backend", transcription_model_size="model_size"),
    *_of("transcript", transcription_language="language", transcription_model="model"),
    *_of("transcript", transcription_batch_size="batch_size", transcription_device="device"),
    *_of("transcript", transcription_precision="precision", transcription_revision="revision"),
    Flag("scene-detection", "scenes"),
    *_of("scenes", scene_threshold="threshold"),
    *_of("manifest", provenance="provenance"),
)
"""In the order in which a person decides. A test holds them equal to the command's own."""

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


@dataclass(frozen=True)
class Setting:
    """One flag as a field of a form."""

    flag: str
    parameter: str | None
    """Of the step's op, as `dataset.json` records it; none = whether there is the step."""
    kind: str
    """`number`, `integer`, `text`, `choice`, `switch`, `size` (WIDTHxHEIGHT, or `source`)."""
    default: object
    allowed: str
    about: str
    choices: tuple[str, ...]
    bounds: Mapping[str, float]


def settings_of(step: str) -> tuple[Setting, ...]:
    """The fields of a step, by the description of its op's parameters."""
    schema = OPS[step].model_json_schema().get("properties", {})
    known = {one.name: one for one in parameters(OPS[step])}
    found = []
    for flag in (one for one in FLAGS if one.step == step):
        if flag.parameter is None:
            about = "Take this step; without it the others go on."
            found.append(Setting(flag.name, None, "switch", True, "true or false", about, (), {}))
            continue
        one, choices = known[flag.parameter], _options(schema[flag.parameter])
        kind, default = _kind(choices), one.default
        if kind == "size" and isinstance(default, list):
            default = "x".join(map(str, default))
        allowed = one.allowed.removesuffix(", or null")
        named = tuple(str(c) for option in choices for c in option.get("enum", ()))
        bounds = {key: o[key] for o in choices for key in _BOUNDS if key in o}
        about = one.about or ""
        found.append(Setting(flag.name, one.name, kind, default, allowed, about, named, bounds))
    return tuple(found)


def _options(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]


def _kind(options: list[Mapping[str, Any]]) -> str:
    if len(options) > 1:
        return "text"  # a number, or a word that stands for one
    (only,) = options
    if "enum" in only:
        return "choice"
    kinds = {"boolean": "switch", "array": "size", "number": "number", "integer": "integer"}
    return kinds.get(only["type"], "text")
