"""Templates that extend each other, and all that can be wrong with them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spark_trainer.core.yaml_source import dump_yaml, parse_yaml
from spark_trainer.models.gallery import Gallery, build_gallery
from spark_trainer.models.inheritance import Written, chain_of, merged
from spark_trainer.models.registry import template, templates_source
from spark_trainer.models.template_files import read_template_file

SHIPPED = read_template_file(templates_source(), shipped=True)


def gallery_of(*texts: str) -> Gallery:
    """The shipped templates and those of files a.yaml, b.yaml, ..."""
    names = (f"{letter}.yaml" for letter in "abcdef")
    own = [
        read_template_file(parse_yaml(text.encode(), name))
        for text, name in zip(texts, names, strict=False)
    ]
    return build_gallery([SHIPPED, *own])


FIVE = """\
templates:
  mine:
    extends: whisper-finetune
    category: speech
    training:
      num_epoch: 3
      learning_rate: 3,5e-5
    data:
      language: german
      max_audio_s: 45
"""


def test_five_mistakes_are_five_messages_with_file_line_and_key() -> None:
    found = gallery_of(FIVE)
    told = [row.partition(" (did")[0].partition("; known")[0] for row in found.broken["mine"]]
    assert told == [
        "a.yaml:4: key `templates.mine.category`: unknown category `speech`",
        "a.yaml:6: key `templates.mine.training.num_epoch`: unknown key `num_epoch`",
        "a.yaml:7: key `templates.mine.training.learning_rate`: is the text `3,5e-5`: "
        "must be a number",
        "a.yaml:9: key `templates.mine.data.language`: `german` is written as its code: `de`",
        "a.yaml:10: key `templates.mine.data.max_audio_s`: is `45`: must be at most 30",
    ]
    assert "known: num_epochs, max_steps, batch_size" in found.broken["mine"][1]
    assert found.problems == found.broken["mine"]


def test_what_yaml_refuses_is_told_among_the_other_mistakes_once() -> None:
    found = gallery_of(
        "templates:\n  mine:\n    extends: whisper-finetune\n"
        "    icon: 2020\n    name: a\n    name: b\n"
        "    training: {num_epochs: 99999999999999999999}\n    <<: {a: 1}\n"
    )
    assert [row.split(": ", 2)[0] for row in found.broken["mine"]] == [
        *("a.yaml:4", "a.yaml:6", "a.yaml:7", "a.yaml:8"),
    ]
    assert "given twice; first in line 5" in found.broken["mine"][1]
    assert "out of range" in found.broken["mine"][2]


def test_a_template_says_only_what_differs() -> None:
    found = gallery_of(
        "templates: {mine: {extends: blip2-caption, architecture: {frozen: [qformer]}, "
        "data: {prompt: a drawing of}}}"
    )
    mine, parent = found.entries["mine"], found.entries["blip2-caption"]
    assert mine.mapping["architecture"] == {
        "model": "Salesforce/blip2-opt-2.7b",
        "frozen": ["qformer"],  # a list is replaced
    }
    assert mine.mapping["data"] == {**parent.mapping["data"], "prompt": "a drawing of"}
    assert (mine.trainer, mine.extends, mine.shipped) == ("blip2-caption", "blip2-caption", False)
    assert "extends" not in mine.mapping
    assert parent.mapping["data"]["prompt"] == "a photo of"


def test_the_words_for_the_base_model_follow_a_changed_model() -> None:
    found = gallery_of(
        "templates: {a: {extends: whisper-finetune, architecture: {model: ./mine}}, "
        "b: {extends: a, base_model: My Whisper}, c: {extends: a}, d: {extends: whisper-finetune}}"
    )
    assert [found.entries[name].settings.base_model for name in "abcd"] == [
        *("./mine", "My Whisper", "./mine", "openai/whisper-base"),
    ]


def test_a_chain_of_several_files_ends_at_the_trainer_of_its_first_template() -> None:
    found = gallery_of(
        "templates: {a: {extends: apotheon-tiny, name: A}}",
        "templates: {b: {extends: a, tags: [x]}}",
    )
    assert (found.entries["b"].trainer, found.entries["b"].settings.name) == (
        *("apotheon-multimodal", "A"),
    )
    assert [one.name for one in found.entries["b"].chain] == ["b", "a", "apotheon-tiny"]


def test_a_mistake_in_what_is_extended_is_told_where_it_is_written() -> None:
    found = gallery_of(
        "templates:\n  a:\n    extends: whisper-finetune\n    training: {batch_size: 0}\n",
        "templates:\n  b:\n    extends: a\n    training: {num_epochs: 0}\n"
        "  c: {extends: a, training: {batch_size: 2}}\n",
    )
    told = [row.split(": is")[0] for row in found.broken["b"]]
    assert told == [
        "b.yaml:4: key `templates.b.training.num_epochs`",
        "a.yaml:4: key `templates.a.training.batch_size`",
    ]
    assert found.entries["c"].mapping["training"]["batch_size"] == 2  # it says it otherwise
    assert len(found.problems) == 2  # once each


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{a: {extends: nobody}}", "unknown template `nobody`; known: apotheon-multimodal, "),
        ("{a: {extends: wisper-finetune}}", "did you mean `whisper-finetune`?"),
        ("{a: {extends: b}, b: {extends: a}}", "goes in a circle: `a` -> `b` -> `a`"),
        ("{a: {extends: a}}", "extends itself, and takes the place of no other template"),
        ("{a: {extends: [b]}}", "is `['b']`; wanted the name of a template"),
        ("{a: {extends: b}, b: 3}", "key `templates.b`: is `3`; wanted the settings of a template"),
        ("{a: {extends: b}, b: {extends: c}, c: {extends: b}}", "circle: `a` -> `b` -> `c` -> `b`"),
    ],
)
def test_what_cannot_be_extended_is_named(text: str, told: str) -> None:
    (row,) = gallery_of(f"templates: {text}").broken["a"]
    assert told in row
    assert row.startswith("a.yaml:1: key `templates.")


def test_a_missing_key_is_told_at_the_line_of_what_lacks_it() -> None:
    found = gallery_of(
        "templates:\n  mine:\n    trainer: whisper-finetune\n    name: Mine\n"
        "    resources:\n      gpu_memory_gb: 8\n"
    )
    rows = found.broken["mine"]
    assert "a.yaml:5: key `templates.mine.resources.hardware`: is missing" in rows
    assert "a.yaml:2: key `templates.mine.architecture`: is missing" in rows


def test_a_trainer_that_is_not_ours_leaves_its_own_sections_free() -> None:
    text = """\
templates:
  mine:
    trainer: my-trainer
    name: Mine
    category: asr
    description: Something else.
    base_model: mine
    architecture: {layers: 3, anything: {goes: here}}
    objectives: {guessing: {loss: my_loss, weight: 2}}
    training: {num_epochs: 1, batch_size: 1, learning_rate: 0.1, mixed_precision: "no"}
    data: {format: rocks}
    resources: {gpu_memory_gb: 0, hardware: any, memory_gb: 1, disk_gb: 1}
"""
    found = gallery_of(text)
    assert found.problems == ()
    assert found.entries["mine"].mapping["architecture"]["anything"] == {"goes": "here"}
    (row,) = gallery_of(text.replace("batch_size: 1", "batch_size: none")).problems
    assert row.startswith("a.yaml:10: key `templates.mine.training.batch_size`: is the text `none`")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("xyz", max_size=2), inner),
    max_leaves=8,
)
PATHS = [
    ("data", "spec_augment"),
    ("architecture", "adapter"),
    *((section,) for section in template("whisper-finetune")),
    *(
        (section, key)
        for section, value in template("whisper-finetune").items()
        if isinstance(value, dict)
        for key in value
    ),
]


@settings(max_examples=50)
@given(st.sampled_from(PATHS), plain)
def test_whatever_stands_in_a_template_it_is_usable_or_told_by_file_line_and_key(
    path: tuple[str, ...], value: Any
) -> None:
    mapping = template("whisper-finetune") | {"trainer": "whisper-finetune"}
    place = mapping
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    found = gallery_of(dump_yaml({"templates": {"mine": mapping}}))
    rows = found.broken.get("mine", ())
    assert ("mine" in found.entries) != bool(rows)
    assert all(re.match(r"a\.yaml:\d+: key `templates\.mine", row) for row in rows)


mappings = st.dictionaries(st.text("xyz", min_size=1, max_size=2), plain, max_size=4)


@settings(max_examples=50)
@given(mappings, mappings)
def test_a_child_keeps_all_that_it_says_and_the_parent_the_rest(
    parent: dict[str, Any], child: dict[str, Any]
) -> None:
    above, below = (
        Written(name, value, SHIPPED, None)
        for name, value in (("c", {**child, "extends": "p"}), ("p", parent))
    )
    whole = merged(chain_of(above, {"p": below}))
    assert whole.pop("trainer") == "p"
    assert _holds(whole, child)
    assert {k: v for k, v in whole.items() if k not in child} == {
        k: v for k, v in parent.items() if k not in child
    }


def _holds(whole: Any, part: Any) -> bool:
    """Whether all leaves of a mapping are in another one."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            k in whole and _holds(whole[k], v) for k, v in part.items()
        )
    return bool(whole == part)
