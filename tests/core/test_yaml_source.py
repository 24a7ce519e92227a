"""YAML as plain values with lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import Mistake, key_text
from spark_trainer.core.yaml_source import dump_yaml, finish, parse_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.sampled_from(
        ["1e5", "no", "2026-11-23", "1:30", "0x1", "~", "<<", "=", "!x", "*a", "- a"]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(value=PLAIN)
def test_plain_values_come_back_as_they_were_written(value: object) -> None:
    source = parse_yaml(dump_yaml(value).encode(), "x")
    assert source.mistakes == ()
    assert source.value == value
    assert type(source.value) is type(value)


def test_lines_count_from_one_and_fall_back_to_what_stands_around() -> None:
    source = parse_yaml(b"a: 1\nb:\n  - x\n  -\n    c: 2\n", "x")
    assert source.line_of(("b",)) == 2
    assert source.line_of(("b", 0)) == 3
    assert source.line_of(("b", 1, "c")) == 5
    assert source.line_of(("b", 1, "unknown")) == 5
    assert source.line_of(("unknown",)) == 1


def test_a_date_stays_text_and_an_exponent_is_a_number() -> None:
    source = parse_yaml(b"[2026-11-23, 1e-3, -2E5, 0x10, off]", "x")
    assert source.value == ["2026-11-23", 0.001, -200000.0, 16, False]


def test_a_small_alias_is_expanded() -> None:
    assert parse_yaml(b"a: &a [1]\nb: *a\n", "x").value == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    "text", [".nan", "-.inf", str(2**63), "1" * 5000, "1e999", "1" + ":1" * 99_999]
)
def test_a_number_that_json_cannot_hold_is_a_mistake(text: str) -> None:
    source = parse_yaml(f"a: {text}".encode(), "x")
    with pytest.raises(ConfigError, match=r"x:1: key `a`: `.*` (is out of range|cannot be read)"):
        finish(source, [])


def test_half_a_surrogate_pair_is_a_mistake() -> None:
    source = parse_yaml(b'a: "\\ud800"\n"\\udfff": 1\n', "x")
    with pytest.raises(ConfigError, match=r"x:1: .* is no text\nx:2: .*which is no text"):
        finish(source, [])


def test_a_mistake_at_one_place_is_told_once() -> None:
    source = parse_yaml(b"a: .inf\n", "x")
    with pytest.raises(ConfigError) as caught:
        finish(source, [Mistake(("a",), "must be text")])
    assert str(caught.value) == "x:1: key `a`: `.inf` is out of range for a number"


def test_keys_are_written_as_one_would_point_at_them() -> None:
    assert key_text(("steps", 2, "params", "fps")) == "steps[2].params.fps"
    assert key_text(("a\x1b",)) == r"a\x1b"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"a:\n  b:1\n  c: 2\n", r"f:3: not YAML: a `: ` where none can stand.*lacks a space"),
        (b"a: b: c\n", r"f:1: not YAML: a `: ` where none can stand. Text that holds one needs qu"),
        (b"a:\n    b: 1\n   c: 2\n", r"f:3: not YAML: this line is set in by a number of spaces"),
        (b'a: "b\n', r"f:2: not YAML: a quote or bracket is opened and never closed"),
        (b"a: 1\nb\nc: 2\n", r"f:3: not YAML: a line without `: `"),
    ],
)
def test_the_mistakes_that_people_make_are_told_in_their_words(text: bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_yaml(text, "f")
