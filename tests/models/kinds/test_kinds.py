"""What each kind of template takes and refuses: by changes to the shipped one."""

from __future__ import annotations

from typing import Any

import pytest

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.checking import read_settings
from spark_trainer.models.kinds.by_trainer import KINDS, kind_of
from spark_trainer.models.kinds.common import Template
from spark_trainer.models.kinds.own import OwnTemplate
from spark_trainer.models.kinds.whisper_languages import LANGUAGES
from spark_trainer.models.registry import template


def changed(name: str, **changes: Any) -> Template:
    """The shipped template with values by key, `section__key` for `section.key`."""
    mapping = template(name)
    for path, value in changes.items():
        *groups, key = path.split("__")
        place = mapping
        for group in groups:
            place = place.setdefault(group, {})
        place[key] = value
    return read_settings(KINDS[name], mapping, "template")


def test_each_trainer_of_ours_has_its_kind_and_others_have_a_free_one() -> None:
    assert all(issubclass(kind, Template) for kind in KINDS.values())
    assert all(kind_of(name) is kind for name, kind in KINDS.items())
    assert kind_of("mine") is OwnTemplate


@pytest.mark.parametrize("name", [name for name in KINDS if name != "apotheon-multimodal"])
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"architecture__adapte": 1}, r"unknown key `adapte`"),
        (
            {"architecture__model": None},
            r"`architecture`: weights are `pretrained`, but no `model`",
        ),
        (
            {"architecture__config": {"d_model": 8}},
            r"weights are `pretrained`, and so have their sizes",
        ),
        (
            {"architecture__config": {"unet": [{"auto_map": {}}], "_attn_implementation": "x"}},
            r"`architecture.config`: _attn_implementation, auto_map can name code to be run",
        ),
        (
            {"architecture__config": {"a": {"trust_remote_code": True}}},
            r"trust_remote_code can name code",
        ),
        (
            {"architecture__weights": "random", "architecture__model": None},
            r"give `model` .*, or `config`",
        ),
        ({"training__learning_rate": 0}, r"above 0"),
        ({"training__mixed_precision": "fp32"}, r"'bf16', 'fp16' or 'no'"),
        ({"training__warmup_share": 1.0}, r"below 1"),
        ({"training__optimizer": "sgd"}, r"must be 'adamw'"),
        ({"training__max_steps": 0}, r"at least 1"),
        ({"objectives__guessing": {}}, r"unknown key `guessing`"),
        ({"data__format": "parquet"}, r"`data.format`: is the text `parquet`: must be 'manifest'"),
        ({"metrics": []}, r"`metrics`: is `\[\]`: "),
        ({"metrics": ["beauty"]}, r"`metrics\[0\]`: is the text `beauty`"),
        ({"icon": "My Icon"}, r"`icon`: `My Icon` is no icon; wanted"),
        ({"trainer": "a b"}, r"`trainer`: `a b` is no name of a template"),
        ({"resources__gpu_memory_gb": -1}, r"at least 0"),
        ({"curriculum": {}}, r"unknown key `curriculum`.*known: name, category"),
    ],
)
def test_every_kind_refuses(name: str, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        changed(name, **changes)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "apotheon-multimodal"])
def test_every_kind_takes_random_weights_of_given_sizes(name: str) -> None:
    taken = changed(
        name,
        architecture__weights="random",
        architecture__model=None,
        architecture__config={"hidden_size": 8, "text_config": {"layers": [1, 2]}},
    )
    assert taken.model_dump()["architecture"]["config"]["text_config"] == {"layers": [1, 2]}


ADAPTER = {"kind": "lora", "rank": 8}


@pytest.mark.parametrize("name", ["whisper-finetune", "blip2-caption", "qwen2-vl"])
def test_where_all_is_frozen_an_adapter_is_wanted(name: str) -> None:
    parts = {
        "whisper-finetune": ["encoder", "decoder"],
        "blip2-caption": [
            *("vision_model", "query_tokens", "qformer", "language_projection"),
            "language_model",
        ],
        "qwen2-vl": ["visual", "language_model", "lm_head"],
    }[name]
    with pytest.raises(ConfigError, match=r"`architecture`: every part is frozen .*no `adapter`"):
        changed(name, architecture__frozen=parts, architecture__adapter=None)
    changed(name, architecture__frozen=parts, architecture__adapter=ADAPTER)


@pytest.mark.parametrize(
    "name", ["whisper-finetune", "blip2-caption", "qwen2-vl", "llama3-instruction"]
)
def test_weights_of_four_bits_want_half_precision(name: str) -> None:
    adapter = ADAPTER | {"kind": "qlora"}
    changed(name, architecture__adapter=adapter, training__mixed_precision="bf16")
    with pytest.raises(ConfigError, match=r"`training`: mixed_precision is `no`, .*`qlora`"):
        changed(name, architecture__adapter=adapter, training__mixed_precision="no")


@pytest.mark.parametrize(
    ("adapter", "told"),
    [
        ({"kind": "dora"}, r"`architecture.adapter.kind`: .*'lora' or 'qlora'"),
        ({"kind": "lora", "rank": 0}, r"`architecture.adapter.rank`: is `0`"),
        ({"kind": "lora", "target_modules": []}, r"`architecture.adapter.target_modules`"),
        ({"kind": "lora", "target_modules": ["all-linear", "q_proj"]}, r"write it alone"),
        ({"kind": "lora", "r": 8}, r"unknown key `r`.*rank"),
    ],
)
def test_an_adapter_is_checked(adapter: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        changed("llama3-instruction", architecture__adapter=adapter)


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("whisper-finetune", {"data__max_audio_s": 31}, r"at most 30"),
        ("whisper-finetune", {"data__max_text_tokens": 449}, r"at most 448"),
        ("whisper-finetune", {"data__language": "English"}, r"`English` is written as .* `en`"),
        ("whisper-finetune", {"data__language": "xx"}, r"unknown language `xx`.*knows af, am,"),
        ("whisper-finetune", {"data__task": "listen"}, r"'transcribe' or 'translate'"),
        ("whisper-finetune", {"data__spec_augment": {"mask_time_share": 2}}, r"at most 1"),
        ("whisper-finetune", {"architecture__frozen": ["ears"]}, r"'encoder' or 'decoder'"),
        ("blip2-caption", {"architecture__frozen": ["eyes"]}, r"'vision_model', 'query_tokens'"),
        ("blip2-caption", {"data__max_frames": 0}, r"at least 1"),
        ("blip2-caption", {"objectives__captioning__weight": 0}, r"above 0"),
        (
            "qwen2-vl",
            {"data__min_pixels": 200_000},
            r"`data.max_pixels`: max_pixels is 100352, under min_pixels, which is 200000",
        ),
        (
            "qwen2-vl",
            {"data__max_tokens": 128},
            r"`data.max_tokens`: .*one picture of max_pixels takes 128 tokens",
        ),
        (
            "qwen2-vl",
            {"data__prompt": "Is it {mood}?"},
            r"unknown place in braces `mood`; known: c",
        ),
        ("qwen2-vl", {"data__prompt": "Is it {caption}?"}, r"\{caption\}, which is the answer"),
        (
            "llama3-instruction",
            {"data__answer": "transcript"},
            r"`data.prompt`: the prompt holds \{transcript\}, which is the answer",
        ),
        ("llama3-instruction", {"data__max_tokens": 8}, r"at least 16"),
        ("llama3-instruction", {"data__chat_template": "{{ x }}"}, r"'plain', 'llama3' or 'model'"),
        ("svd-video", {"data__height": 321}, r"`data.height`: is `321`: .*multiple of 64"),
        ("svd-video", {"data__frames": 1}, r"at least 2"),
        ("svd-video", {"data__motion_bucket": 256}, r"at most 255"),
        ("svd-video", {"objectives__denoising__noise__p_std": 0}, r"above 0"),
        ("svd-video", {"architecture__train": "spatial"}, r"'temporal' or 'full'"),
        ("svd-video", {"architecture__adapter": ADAPTER}, r"unknown key `adapter`"),
    ],
)
def test_a_kind_refuses_what_its_model_cannot(
    name: str, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigError, match=told):
        changed(name, **changes)


def test_rules_between_two_settings_are_told_along_with_other_mistakes() -> None:
    with pytest.raises(ConfigError) as told:
        changed(
            "qwen2-vl",
            architecture__adapter={"kind": "qlora"},
            training__mixed_precision="no",
            data__max_tokens=64,
            data__min_pixels=200_000,
            data__max_frames=0,
        )
    assert [row.split("`")[1] for row in str(told.value).splitlines()] == [
        "training",
        "data.max_frames",
        "data.max_pixels",
    ]


def test_the_defaults_of_a_kind_are_those_that_its_docstrings_promise() -> None:
    mapping = template("blip2-caption")
    del mapping["architecture"]["frozen"], mapping["data"]["prompt"]
    taken = read_settings(KINDS["blip2-caption"], mapping, "template").model_dump()
    assert taken["architecture"]["frozen"] == ("vision_model",)
    assert taken["data"]["prompt"] == "a photo of"


def test_the_languages_are_those_of_whisper() -> None:
    from transformers.models.whisper import tokenization_whisper

    assert LANGUAGES == tokenization_whisper.LANGUAGES


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_setting_says_what_it_does(kind: type[Template]) -> None:
    untold = [name for name in sorted(_untold(kind)) if name not in OBVIOUS]
    assert untold == []


OBVIOUS = {
    *("architecture", "objectives", "training", "data", "resources", "curriculum", "tags", "loss"),
    *("optimizer", "noise", "denoising", "num_epochs", "gradient_checkpointing"),
}
"""Names that say it all, sections, and Apotheon's, which its own tests look after."""


def _untold(kind: Any) -> set[str]:
    from pydantic import BaseModel

    found: set[str] = set()
    for name, field in kind.model_fields.items():
        if not field.description:
            found.add(name)
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        for part in inner:
            if (
                isinstance(part, type)
                and issubclass(part, BaseModel)
                and "apothe" not in repr(part)
            ):
                found |= _untold(part)
    return found
